import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { creditCodeProblem, idNumberProblem, maskNumber, tidyNumber } from './identity-numbers.ts'

const TODAY = '2026-11-26'

describe('a unified social credit code', () => {
  // Published by their holders: Alibaba, Tencent, Xiaomi.
  test.each(['91330100799655058B', '9144030071526726XG', '91110108551385082Q'])('%s is right', code => {
    expect(creditCodeProblem(code)).toBeNull()
  })

  test('with any one character changed to another is found out', () => {
    const characters = '0123456789ABCDEFGHJKLMNPQRTUWXY'
    fc.assert(
      fc.property(fc.nat(17), fc.nat(characters.length - 1), (at, pick) => {
        const code = '91330100799655058B'
        const other = characters[pick] ?? '0'
        fc.pre(code[at] !== other)
        expect(creditCodeProblem(code.slice(0, at) + other + code.slice(at + 1))).toBe('check_digit')
      }),
    )
  })

  test.each([
    ['91330100799655058', 'length'],
    ['91330100799655058I', 'characters'],
    ['9133O100799655058B', 'characters'],
  ])('%s has a problem: %s', (code, problem) => expect(creditCodeProblem(code)).toBe(problem))
})

describe('an identity number', () => {
  test.each([
    ['11010519491231002X', null],
    ['110105194912310021', 'check_digit'],
    ['11010519491331002X', 'date'],
    ['11010519490229002X', 'date'],
    ['1101051949123100', 'length'],
    ['11010519491231002Y', 'characters'],
  ])('%s: %s', (number, problem) => expect(idNumberProblem(number, TODAY)).toBe(problem))

  test('is refused until the day its holder turns eighteen', () => {
    const number = '110105200811260010'
    const checked = [...'0123456789X'].map(last => number.slice(0, 17) + last)
    const valid = checked.find(each => idNumberProblem(each, '2030-01-01') === null) ?? ''
    expect(idNumberProblem(valid, '2026-11-25')).toBe('minor')
    expect(idNumberProblem(valid, '2026-11-26')).toBeNull()
  })
})

test('a number is tidied of what copying adds, and masked but for its ends', () => {
  expect(tidyNumber(' ９１33 0100-799655058b ')).toBe('91330100799655058B')
  expect(maskNumber('11010519491231002X')).toBe('110*************2X')
})
