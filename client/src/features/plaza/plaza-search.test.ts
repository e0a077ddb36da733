import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  countFilters,
  fromFilters,
  plazaSearch,
  toFilters,
  toggled,
  toggledBranch,
  toPlazaQuery,
} from './plaza-search.ts'

test('an address of any shape is a view, and what is no filter narrows nothing', () => {
  const view = plazaSearch.parse({
    categories: 'phone',
    grades: ['95', 'x'],
    min: '12',
    rate: 'high',
    sort: 'best',
    free: 1,
  })
  expect(toPlazaQuery(view)).toEqual({ minFen: '1200' })
  expect(toPlazaQuery(plazaSearch.parse({ min: 'abc', max: '1.5' }))).toEqual({ maxFen: '150' })
})

test('the server is asked for what the address says', () => {
  const view = plazaSearch.parse({
    text: '苹果',
    categories: ['phone'],
    brands: ['Apple'],
    report: 'third_party',
    fresh: 7,
    rate: 8,
    commission: '99.5',
    models: ['iPhone 15 Pro'],
    ships: 24,
    listed: 0,
    stock: 'unique',
    tiers: ['A', 'B'],
    free: true,
    sort: 'commission',
  })
  expect(toPlazaQuery(view)).toEqual({
    text: '苹果',
    categories: ['phone'],
    brands: ['Apple'],
    reportKind: 'third_party',
    freshDays: 7,
    minRateBps: 800,
    minCommissionFen: '9950',
    models: ['iPhone 15 Pro'],
    shipHours: 24,
    listedDays: 0,
    stockKind: 'unique',
    tiers: ['A', 'B'],
    freeOnly: true,
    sort: 'commission',
  })
  expect(countFilters(view)).toBe(12)
})

test('filters that were kept open as the same view again', () => {
  const yuan = fc.option(
    fc.integer({ min: 1, max: 999_999 }).map(fen => (fen / 100).toFixed(2).replace(/\.00$/, '')),
    { nil: undefined },
  )
  const some = <Value>(...values: Value[]) =>
    fc.option(fc.uniqueArray(fc.constantFrom(...values), { minLength: 1 }), { nil: undefined })
  const listed = fc.constantFrom(undefined, 0, 1, 7)
  const rate = fc.option(fc.integer({ min: 1, max: 100 }), { nil: undefined })
  fc.assert(
    fc.property(
      fc.record({
        min: yuan,
        max: yuan,
        commission: yuan,
        rate,
        listed,
        ships: fc.constantFrom(undefined, 12, 48),
        models: some('Mate 60', '行者'),
        tiers: some<'A' | 'B'>('A', 'B'),
        held: fc.constantFrom(true, undefined),
        free: fc.constantFrom(true, undefined),
      }),
      search => {
        expect(toFilters(fromFilters(toFilters(search)))).toEqual(toFilters(search))
      },
    ),
  )
})

test('a chosen value is taken out again, and the last one leaves no filter', () => {
  expect(toggled(undefined, 'a')).toEqual(['a'])
  expect(toggled(['a', 'b'], 'a')).toEqual(['b'])
  expect(toggled(['b'], 'b')).toBeUndefined()
})

test('a branch stands for all its leaves, and leaves what is chosen beside it', () => {
  expect(toggledBranch(['c', 'a'], ['a', 'b'])).toEqual(['c', 'a', 'b'])
  expect(toggledBranch(['c', 'b', 'a'], ['a', 'b'])).toEqual(['c'])
  expect(toggledBranch(['a', 'b'], ['a', 'b'])).toBeUndefined()
  expect(toggledBranch(undefined, ['a'])).toEqual(['a'])
})
