import { describe, expect, test } from 'vitest'
import { countFolded, itemSearch, toItemFilter } from '#features/inventory/item-search.ts'

describe('the address of the inventory', () => {
  test('says what the server is asked', () => {
    expect(toItemFilter({ state: 'draft', min: '1.5万', max: '2,000', report: 'none' })).toEqual({
      states: ['draft'],
      minFen: '1500000',
      maxFen: '200000',
      report: 'none',
    })
  })

  test('passes over what it does not know, and amounts that are none', () => {
    expect(toItemFilter(itemSearch.parse({ state: 'gone', min: 'cheap' }))).toEqual({})
  })

  test('counts the filters that a phone folds away', () => {
    expect(countFolded({ state: 'draft', text: 'x', category: 'phone', min: '1' })).toBe(2)
  })
})
