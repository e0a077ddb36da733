import { BLACK } from './color-of-name.ts'
import { createPicture, type Picture } from './picture.ts'
import { moved, type Shape } from './shape.ts'

const SIZE = 400

/** The desk on which pieces are inspected, still empty. */
export function onTheDesk(): Picture {
  const picture = createPicture(SIZE)
  picture.fill(() => -1, { from: [246, 245, 243], to: [214, 211, 206] })
  return picture
}

/** Of whatever is laid on it, before it is painted itself. */
export function castShadow(picture: Picture, shape: Shape): void {
  picture.fill(moved(shape, 0.02, 0.035), { from: BLACK, alpha: 0.3, soft: 0.12 })
}
