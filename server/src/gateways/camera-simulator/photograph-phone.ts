import { BLACK, colorOfName, darker, lighter, WHITE } from './color-of-name.ts'
import { castShadow, onTheDesk } from './on-the-desk.ts'
import { cameraOf } from './phone-camera.ts'
import type { Picture } from './picture.ts'
import { both, box, circle, moved, outline } from './shape.ts'

const PHONE = box([0.5, 0.5], [0.215, 0.41], 0.065)

/** A phone on the inspection desk: its front, lit. */
export function photographFront(color: string): Buffer {
  const picture = onTheDesk()
  const tint = colorOfName(color)
  const screen = box([0.5, 0.5], [0.2, 0.395], 0.052)
  castShadow(picture, PHONE)
  picture.fill(PHONE, { from: darker(tint, 0.3), to: darker(tint, 0.55) })
  picture.fill(screen, { from: lighter(tint, 0.55), to: darker(tint, 0.35) })
  picture.fill(both(screen, circle(0.36, 0.78, 0.3)), { from: WHITE, alpha: 0.14 })
  picture.fill(both(screen, circle(0.66, 0.86, 0.26)), { from: BLACK, alpha: 0.14 })
  for (const [width, y] of [
    [0.035, 0.24],
    [0.085, 0.3],
  ] as const)
    picture.fill(box([0.5, y], [width, y / 20], 0.012), { from: WHITE, alpha: 0.9 })
  picture.fill(circle(0.5, 0.135, 0.013), { from: [8, 8, 10] })
  picture.fill(box([0.5, 0.872], [0.07, 0.004], 0.004), { from: WHITE, alpha: 0.9 })
  return picture.png()
}

/** Its back, in its colour, with the lenses its maker is known by. */
export function photographBack({ brand, color }: { brand: string; color: string }): Buffer {
  const picture = onTheDesk()
  const tint = colorOfName(color)
  castShadow(picture, PHONE)
  picture.fill(PHONE, { from: lighter(tint, 0.22), to: darker(tint, 0.16) })
  picture.fill(outline(PHONE, 0.012), { from: darker(tint, 0.3), alpha: 0.75 })
  picture.fill(both(PHONE, box([0.36, 0.3], [0.09, 0.5], 0.09)), { from: WHITE, alpha: 0.09, soft: 0.1 })
  const { island, lenses } = cameraOf(brand)
  if (island) {
    picture.fill(moved(island, 0.006, 0.008), { from: BLACK, alpha: 0.25, soft: 0.03 })
    picture.fill(island, { from: lighter(tint, 0.3), to: tint })
    picture.fill(outline(island, 0.006), { from: darker(tint, 0.35), alpha: 0.6 })
  }
  for (const [x, y, radius] of lenses) fillLens(picture, { x, y, radius })
  return picture.png()
}

function fillLens(picture: Picture, { x, y, radius }: { x: number; y: number; radius: number }): void {
  picture.fill(circle(x, y, radius), { from: [70, 72, 78], to: [22, 23, 27] })
  picture.fill(circle(x, y, radius * 0.74), { from: [12, 13, 18] })
  picture.fill(circle(x, y, radius * 0.4), { from: [58, 72, 110], to: [20, 22, 40] })
  picture.fill(circle(x - radius * 0.25, y - radius * 0.28, radius * 0.14), { from: WHITE, alpha: 0.8 })
}
