import { colorOfName, darker, lighter, type Rgb, WHITE } from './color-of-name.ts'
import { castShadow, onTheDesk } from './on-the-desk.ts'
import { both, box, circle, outline, type Shape, tapered } from './shape.ts'

const GOLD: Rgb = [201, 164, 92]

/** A handbag as its seller shows it: its material's colour, quilted, monogrammed or plain, the metal golden. */
export function photographBag({ material, model }: { material: string; model: string }): Buffer {
  const picture = onTheDesk()
  const tint = colorOfName(material)
  const quilted = /Classic/.test(model)
  const spotted = /老花/.test(material)
  const body = tapered(box([0.5, 0.62], [0.31, 0.21], 0.06), { cy: 0.62, share: 0.5 })
  const handle = both(outline(circle(0.5, 0.42, 0.19), 0.03), box([0.5, 0.25], [0.3, 0.2], 0))
  castShadow(picture, body)
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
