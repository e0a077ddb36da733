import { describe, expect, test } from 'vitest'
import { type Hash64, hashBytes, hashText, viewOf } from './hash-bytes.ts'

const hash: Hash64 = { high: 0, low: 0 }
const ofBytes = (bytes: Buffer) => {
  hashBytes(viewOf(bytes), 0, bytes.length, hash)
  return `${hash.high}:${hash.low}`
}

describe('the hash of a record', () => {
  test('tells half a million neighbours apart, and no half of it alone repeats more than chance has it', () => {
    const whole = new Set<string>()
    const [highs, lows] = [new Set<number>(), new Set<number>()]
    const rows = 500_000
    for (let row = 0; row < rows; row++) {
      whole.add(ofBytes(Buffer.from(`P1-${String(row).padStart(7, '0')},iPhone,手机,${row % 977}.00`)))
      highs.add(hash.high)
      lows.add(hash.low)
    }
    expect(whole.size).toBe(rows)
    // By chance about n²/2³³ = 29 of half a million 32-bit values are not new.
    for (const half of [highs, lows]) expect(rows - half.size).toBeLessThan(100)
  })

  test('hangs on every byte, on its place and on the length', () => {
    const base = Buffer.from('商家编码,标题,类目,价格,一二三四五六七')
    const seen = new Set([ofBytes(base)])
    for (let at = 0; at < base.length; at++) {
      for (const bit of [1, 128]) {
        const other = Buffer.from(base)
        other.writeUInt8(other.readUInt8(at) ^ bit, at)
        seen.add(ofBytes(other))
      }
      seen.add(ofBytes(base.subarray(0, at)))
    }
    expect(seen.size).toBe(1 + base.length * 3)
  })

  test('tells apart what differs in two words, whichever lanes they fall into', () => {
    const base = Buffer.alloc(48, 'x')
    const seen = new Set<string>()
    let made = 0
    for (let one = 0; one < 48; one += 4) {
      for (let other = one + 4; other < 48; other += 4) {
        for (let value = 0; value < 4_096; value++) {
          const record = Buffer.from(base)
          record.writeUInt32LE(value % 64, one)
          record.writeUInt32LE(Math.floor(value / 64), other)
          seen.add(ofBytes(record))
          made++
        }
      }
    }
    expect(seen.size).toBe(made)
  })

  test('does not depend on where the record stands in its chunk', () => {
    const record = Buffer.from('A-1,二手手机,100.00')
    const expected = ofBytes(record)
    for (let offset = 1; offset < 9; offset++) {
      const chunk = Buffer.concat([Buffer.alloc(offset), record, Buffer.from('\nrest')])
      hashBytes(viewOf(chunk), offset, offset + record.length, hash)
      expect(`${hash.high}:${hash.low}`).toBe(expected)
    }
  })
})

test('the hash of a text tells SKUs apart that differ in one character', () => {
  const seen = new Set<string>()
  for (let n = 0; n < 200_000; n++) {
    hashText(`SKU-${n}`, hash)
    seen.add(`${hash.high}:${hash.low}`)
  }
  expect(seen.size).toBe(200_000)
})
