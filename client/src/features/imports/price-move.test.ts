import { expect, test } from 'vitest'
import { priceMove } from './price-move.ts'

test.each([
  ['100000', '75000', '−25%', true],
  ['100000', '120000', '+20%', false],
  ['100000', '99500', '−0.5%', false],
  ['129900', '1299000', '+900%', true],
  ['3', '4', '+33.3%', true],
])('a price of %s fen that becomes %s moves by %s', (before, after, text, large) =>
  expect(priceMove(before, after)).toEqual({ text, large }),
)
