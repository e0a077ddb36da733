import { describe, expect, test } from 'vitest'
import { parseYuan, yuanInput } from './parse-yuan.ts'

describe('parseYuan', () => {
  test.each([
    ['1299', '129900'],
    ['1,299.50', '129950'],
    ['￥1299', '129900'],
    ['¥ 1 299.5 元', '129950'],
    ['1.5万', '1500000'],
    ['２０００', '200000'],
    ['0.01', '1'],
    ['0', '0'],
  ])('reads %s as %s fen', (typed, fen) => expect(parseYuan(typed)).toBe(fen))

  test.each(['', '面议', '-5', '1.005', '1e3', '1.2.3', '12.9亿', '1234567890123'])('refuses %j', typed =>
    expect(parseYuan(typed)).toBeUndefined(),
  )

  test.each(['1', '99', '100', '129950', '123456700'])('yuanInput gives back %s fen', fen =>
    expect(parseYuan(yuanInput(fen))).toBe(fen),
  )
})
