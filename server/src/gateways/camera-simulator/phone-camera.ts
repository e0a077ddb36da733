import { box, circle, type Shape } from './shape.ts'

/** The lenses on a phone's back, and where they stand. */
export interface Camera {
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

/** As its maker is known by; of others three in a ring. */
export const cameraOf = (brand: string): Camera => CAMERAS[brand] ?? ROUND
