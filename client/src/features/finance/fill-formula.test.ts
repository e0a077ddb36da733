import { expect, test } from 'vitest'
import { fillFormula, wordFormula } from './fill-formula.ts'

test.each([
  ['base × rate', { base: '490000', rate: 800 }, '¥4,900.00 × 8%'],
  [
    'commission − tech − agency − streamerDiscount',
    { commission: '39200', tech: '3920', agency: '10584', streamerDiscount: '0' },
    '¥392.00 − ¥39.20 − ¥105.84 − ¥0.00',
  ],
  [
    '(commission − tech) × rate',
    { commission: '39200', tech: '3920', rate: 3_000 },
    '(¥392.00 − ¥39.20) × 30%',
  ],
  ['base × unknown', { base: '1' }, '¥0.01 × unknown'],
])('%s is filled with its numbers', (formula, inputs, filled) =>
  expect(fillFormula({ formula, inputs })).toBe(filled),
)

test('a formula can be read in words', () =>
  expect(wordFormula('base × rate', name => ({ base: '基数', rate: '费率' })[name] ?? name)).toBe(
    '基数 × 费率',
  ))
