import { colorOfName, darker, lighter, type Rgb } from './color-of-name.ts'
import { createPicture, type Picture } from './picture.ts'
import { both, box, circle, moved, outline, type Shape, tapered } from './shape.ts'

const SIZE = 400
const [WHITE, BLACK]: [Rgb, Rgb] = [
  [255, 255, 255],
  [0, 0, 0],
]
const GOLD: Rgb = [201, 164, 92]

const PHONE = box([0.5, 0.5], [0.215, 0.41], 0.065)

/** A phone on the inspection desk: its front, lit. */
export function photographScreen(color: string): Buffer {
  const picture = onTheDesk()
  const tint = colorOfName(color)
  const screen = box([0.5, 0.5], [0.2, 0.395], 0.052)
  cast(picture, PHONE)
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
export function photographPhone({ brand, color }: { brand: string; color: string }): Buffer {
  const picture = onTheDesk()
  const tint = colorOfName(color)
  cast(picture, PHONE)
  picture.fill(PHONE, { from: lighter(tint, 0.22), to: darker(tint, 0.16) })
  picture.fill(outline(PHONE, 0.012), { from: darker(tint, 0.3), alpha: 0.75 })
  picture.fill(both(PHONE, box([0.36, 0.3], [0.09, 0.5], 0.09)), { from: WHITE, alpha: 0.09, soft: 0.1 })
  const { island, lenses } = CAMERAS[brand] ?? ROUND
  if (island) {
    picture.fill(moved(island, 0.006, 0.008), { from: BLACK, alpha: 0.25, soft: 0.03 })
    picture.fill(island, { from: lighter(tint, 0.3), to: tint })
    picture.fill(outline(island, 0.006), { from: darker(tint, 0.35), alpha: 0.6 })
  }
  for (const [x, y, radius] of lenses) lens(picture, { x, y, radius })
  return picture.png()
}

/** A handbag as its seller shows it: its material's colour, quilted, monogrammed or plain, the metal golden. */
export function photographBag({ material, model }: { material: string; model: string }): Buffer {
  const picture = onTheDesk()
  const tint = colorOfName(material)
  const quilted = /Classic/.test(model)
  const spotted = /老花/.test(material)
  const body = tapered(box([0.5, 0.62], [0.31, 0.21], 0.06), { cy: 0.62, share: 0.5 })
  const handle = both(outline(circle(0.5, 0.42, 0.19), 0.03), box([0.5, 0.25], [0.3, 0.2], 0))
  cast(picture, body)
  picture.fill(handle, { from: quilted ? GOLD : darker(tint, 0.2) })
  picture.fill(body, { from: lighter(tint, 0.16), to: darker(tint, 0.2) })
  if (quilted) picture.fill(both(body, diagonals), { from: WHITE, alpha: 0.16 })
  if (spotted) picture.fill(both(body, spots), { from: GOLD, alpha: 0.55 })
  const flap = both(body, box([0.5, 0.5], [0.4, 0.12], 0.07))
  picture.fill(flap, {
    from: lighter(tint, 0.22),
    to: darker(tint, 0.08),
    alpha: quilted || spotted ? 0.45 : 0.9,
  })
  picture.fill(outline(flap, 0.005), { from: darker(tint, 0.5), alpha: 0.6 })
  picture.fill(box([0.5, 0.615], [0.035, 0.025], 0.008), { from: lighter(GOLD, 0.4), to: darker(GOLD, 0.25) })
  return picture.png()
}

/** Seams a finger apart, crossing. */
const diagonals: Shape = (x, y) => Math.min(seam(x + y), seam(x - y))
const seam = (along: number) => 0.035 - Math.abs((((along % 0.075) + 0.075) % 0.075) - 0.0375)

const spots: Shape = (x, y) => Math.hypot((x % 0.07) - 0.035, (y % 0.07) - 0.035) - 0.009

interface Camera {
  /** The raised part around the lenses. */
  island?: Shape
  lenses: [x: number, y: number, radius: number][]
}

const ROUND: Camera = {
  island: circle(0.5, 0.3, 0.15),
  lenses: [
    [0.44, 0.25, 0.042],
    [0.56, 0.25, 0.042],
    [0.5, 0.36, 0.042],
  ],
}

const CAMERAS: Record<string, Camera> = {
  苹果: {
    island: box([0.4, 0.215], [0.095, 0.095], 0.045),
    lenses: [
      [0.362, 0.175, 0.037],
      [0.362, 0.257, 0.037],
      [0.44, 0.216, 0.037],
    ],
  },
  三星: {
    lenses: [
      [0.365, 0.17, 0.037],
      [0.365, 0.26, 0.037],
      [0.365, 0.35, 0.037],
    ],
  },
  小米: {
    island: circle(0.5, 0.29, 0.165),
    lenses: [
      [0.44, 0.23, 0.044],
      [0.56, 0.23, 0.044],
      [0.44, 0.35, 0.044],
      [0.56, 0.35, 0.044],
    ],
  },
  一加: {
    island: circle(0.425, 0.24, 0.12),
    lenses: [
      [0.385, 0.2, 0.036],
      [0.465, 0.2, 0.036],
      [0.425, 0.28, 0.036],
    ],
  },
}

function onTheDesk(): Picture {
  const picture = createPicture(SIZE)
  picture.fill(() => -1, { from: [246, 245, 243], to: [214, 211, 206] })
  return picture
}

function cast(picture: Picture, shape: Shape): void {
  picture.fill(moved(shape, 0.02, 0.035), { from: BLACK, alpha: 0.3, soft: 0.12 })
}

function lens(picture: Picture, { x, y, radius }: { x: number; y: number; radius: number }): void {
  picture.fill(circle(x, y, radius), { from: [70, 72, 78], to: [22, 23, 27] })
  picture.fill(circle(x, y, radius * 0.74), { from: [12, 13, 18] })
  picture.fill(circle(x, y, radius * 0.4), { from: [58, 72, 110], to: [20, 22, 40] })
  picture.fill(circle(x - radius * 0.25, y - radius * 0.28, radius * 0.14), { from: WHITE, alpha: 0.8 })
}
