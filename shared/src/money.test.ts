import { describe, expect, test } from 'vitest'
import { fenText, formatRate, formatYuan, shareOf } from './money.ts'

describe('money', () => {
  test.each([
    [0n, '0.00'],
    [5n, '0.05'],
    [1234567n, '12,345.67'],
    [-100n, '−1.00'],
    [123456789012345678n, '1,234,567,890,123,456.78'],
  ])('formatYuan(%s) shows %s exactly', (amountFen, text) => expect(formatYuan(amountFen)).toBe(text))

  test.each([
    [490_000n, 800, 39_200n],
    [490_000n, 150, 7_350n],
    [1n, 9_999, 0n],
    [99n, 10_000, 99n],
    [99n, 0, 0n],
  ])('shareOf(%s, %s bps) rounds down to %s', (amountFen, rateBps, share) =>
    expect(shareOf(amountFen, rateBps)).toBe(share),
  )

  test.each(['', '-1', '1.5', '01', '1e3', '１２', '1234567890123456'])('fenText refuses %j', text =>
    expect(fenText.safeParse(text).success).toBe(false),
  )

  test('formatRate drops idle zeros', () =>
    expect([850, 1000, 125].map(formatRate)).toEqual(['8.5%', '10%', '1.25%']))
})
