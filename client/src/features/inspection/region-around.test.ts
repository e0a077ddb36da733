import { markRegion } from '@haowu/shared/inspection.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { regionAround } from '#features/inspection/region-around.ts'

test('wherever one taps, the region lies on the photo and around the tap', () => {
  const part = fc.double({ min: 0, max: 1, noNaN: true })
  fc.assert(
    fc.property(part, part, (x, y) => {
      const region = regionAround({ x, y })
      expect(markRegion.safeParse(region).success).toBe(true)
      return region.x <= x * 1000 + 1 && x * 1000 <= region.x + region.w + 1
    }),
  )
})
