/** Pieces that nobody has a claim on yet: what is there less what is locked, in whole pieces, never below none. */
export function saleable(there: number, ...locked: (number | null | undefined)[]): string {
  const free = locked.reduce((left: number, lock) => left - (lock ?? 0), there)
  return String(Math.max(0, Math.floor(free)))
}
