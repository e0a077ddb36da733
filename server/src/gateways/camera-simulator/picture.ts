import type { Rgb } from './color-of-name.ts'
import type { Shape } from './shape.ts'
import { writePng } from './write-png.ts'

export interface Paint {
  from: Rgb
  /** What it turns into towards the lower right. */
  to?: Rgb
  alpha?: number
  /** How wide its edge fades; a shadow's is wide. */
  soft?: number
}

export interface Picture {
  fill(shape: Shape, paint: Paint): void
  png(): Buffer
}

/** From a point so far outside, its neighbours up to there are outside too; bent shapes come nearer than they say. */
const SAFE_STEP = 0.6

/** An empty square on which shapes are painted one over the other, their edges smooth. */
export function createPicture(size: number): Picture {
  const pixels = new Uint8ClampedArray(size * size * 3)
  return {
    fill(shape, { from, to = from, alpha = 1, soft = 1 / size }) {
      for (let row = 0; row < size; row++) {
        const y = (row + 0.5) / size
        for (let column = 0; column < size; column++) {
          const x = (column + 0.5) / size
          const away = shape(x, y)
          const covered = alpha * Math.min(1, Math.max(0, 0.5 - away / soft))
          if (covered === 0) {
            column += Math.floor((away - soft / 2) * size * SAFE_STEP)
            continue
          }
          const turned = (x + y) / 2
          const at = (row * size + column) * 3
          for (const band of [0, 1, 2] as const) {
            const color = from[band] + (to[band] - from[band]) * turned
            const before = pixels[at + band] ?? 0
            pixels[at + band] = before + (color - before) * covered
          }
        }
      }
    },
    png: () => writePng(pixels, size),
  }
}
