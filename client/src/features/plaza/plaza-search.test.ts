import { describe, expect, test } from 'vitest'
import { countFilters, plazaSearch, toPlazaQuery } from './plaza-search.ts'

describe('the address of the plaza', () => {
  test('asks the server for what it says, in fen', () =>
    expect(
      toPlazaQuery({ category: 'phone', min: '2000', max: '1.5万', free: true, sort: 'price_asc' }),
    ).toEqual({
      categories: ['phone'],
      minFen: '200000',
      maxFen: '1500000',
      freeOnly: true,
      sort: 'price_asc',
    }))

  test('heals what somebody broke in it', () =>
    expect(plazaSearch.parse({ category: 'spaceship', sort: 7, text: 'iphone', sessionId: 'x' })).toEqual({
      text: 'iphone',
    }))

  test('with an amount that is none filters nothing', () => expect(toPlazaQuery({ min: '面议' })).toEqual({}))

  test('counts filters, not the order or the words', () =>
    expect(countFilters({ text: 'x', sort: 'newest', grade: '99', free: true })).toBe(2))
})
