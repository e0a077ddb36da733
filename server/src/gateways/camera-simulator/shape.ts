/** How far a point is from a shape's edge, inside negative; in a picture whose sides are 1. */
export type Shape = (x: number, y: number) => number

export const circle =
  (cx: number, cy: number, radius: number): Shape =>
  (x, y) =>
    Math.hypot(x - cx, y - cy) - radius

/** A box by its middle and half its sides, its corners rounded. */
export const box =
  ([cx, cy]: [number, number], [width, height]: [number, number], radius: number): Shape =>
  (x, y) => {
    const [dx, dy] = [Math.abs(x - cx) - width + radius, Math.abs(y - cy) - height + radius]
    return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - radius
  }

/** Only the edge, as a line of this width. */
export const outline =
  (shape: Shape, width: number): Shape =>
  (x, y) =>
    Math.abs(shape(x, y)) - width / 2

export const both =
  (one: Shape, other: Shape): Shape =>
  (x, y) =>
    Math.max(one(x, y), other(x, y))

/** Narrower towards the top, by this share of its width for all its height above `cy`. */
export const tapered =
  (shape: Shape, { cy, share }: { cy: number; share: number }): Shape =>
  (x, y) =>
    shape(0.5 + (x - 0.5) * (1 + (cy - y) * share), y)

export const moved =
  (shape: Shape, dx: number, dy: number): Shape =>
  (x, y) =>
    shape(x - dx, y - dy)
