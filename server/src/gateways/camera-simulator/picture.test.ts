import { inflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { fileKind } from '#domain/file-kind.ts'
import { colorOfName } from './color-of-name.ts'
import { photographBag } from './photograph-bag.ts'
import { photographBack } from './photograph-phone.ts'
import { createPicture } from './picture.ts'
import { circle } from './shape.ts'

test('a picture’s PNG holds what was painted, pixel by pixel', () => {
  const size = 20
  const picture = createPicture(size)
  picture.fill(circle(0.5, 0.5, 0.25), { from: [200, 100, 50] })
  const png = picture.png()
  expect(fileKind(png)).toBe('png')
  const packed = png.subarray(png.indexOf('IDAT') + 4, png.indexOf('IEND') - 8)
  const rows = inflateSync(packed)
  const pixelAt = (column: number, row: number) =>
    [0, 1, 2].map(band => {
      let value = 0
      for (let y = 0; y <= row; y++) value += rows[y * (size * 3 + 1) + 1 + column * 3 + band] ?? 0
      return value % 256
    })
  expect(pixelAt(10, 10)).toEqual([200, 100, 50])
  expect(pixelAt(1, 10)).toEqual([0, 0, 0])
  expect(pixelAt(10, 18)).toEqual([0, 0, 0])
})

test('the same piece gives the same picture each time, another colour another one', () => {
  const blue = { brand: '小米', color: '龙晶蓝' }
  expect(photographBack(blue).equals(photographBack(blue))).toBe(true)
  expect(photographBack({ ...blue, color: '黑色' }).equals(photographBack(blue))).toBe(false)
  const bag = { material: '黑色皮革', model: 'Jackie' }
  expect(photographBag({ ...bag, model: 'Classic Flap' }).equals(photographBag(bag))).toBe(false)
})

test.each([
  ['蓝色钛金属', '蓝'],
  ['原色钛金属', '钛'],
  ['金棕色 Clemence 牛皮', '棕'],
  ['午夜色', '黑'],
])('%s is painted as %s', (name, plain) => {
  expect(colorOfName(name)).toEqual(colorOfName(plain))
})
