import type { MarkRegion } from '@haowu/shared/inspection.ts'

const WHOLE = 1000
/** As large as a fingertip on a phone's photo. */
const SIDE = 120

/** The square around a place, in thousandths of the photo, that does not leave it. `x` and `y` are parts of one. */
export function regionAround({ x, y }: { x: number; y: number }): MarkRegion {
  return { x: corner(x), y: corner(y), w: SIDE, h: SIDE }
}

function corner(part: number): number {
  return Math.min(WHOLE - SIDE, Math.max(0, Math.round(part * WHOLE - SIDE / 2)))
}
