/** Read again each time, because sources stamp a change before it can be seen. */
export const OVERLAP_SECONDS = 15 * 60
