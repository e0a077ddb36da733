import { describe, expect, test } from 'vitest'
import { clashingFields, fieldsToFind } from './column-choice.ts'
import type { Layout, OurField } from './import-calls.ts'

const column = (index: number, field: string | null) => ({
  index,
  header: `列${index}`,
  samples: [],
  field,
  confidence: 'none' as const,
  suggestions: [],
})
const layout = (found: (string | null)[], more: Partial<Layout> = {}): Layout => ({
  encoding: 'utf-8',
  candidates: [],
  delimiter: ',',
  headerRecord: 1,
  firstRecords: [],
  sheets: null,
  sheet: null,
  columns: found.map((field, index) => column(index, field)),
  missing: [],
  duplicates: [],
  ...more,
})
const field = (name: string, required = false): OurField => ({
  field: name,
  zh: name,
  en: name,
  required,
  group: 'item',
})
const fields = [field('sku', true), field('price', true), field('brand')]
const chosen = (...found: (string | null)[]) => new Map(found.map((each, index) => [index, each]))

describe('columns of a file', () => {
  test('a required field stays to be found until some column is it', () => {
    expect(fieldsToFind({ fields, chosen: chosen('sku', null), mode: 'delta' })).toEqual(['price'])
    expect(fieldsToFind({ fields, chosen: chosen('sku', 'price'), mode: 'delta' })).toEqual([])
  })

  test('a file of prices and stock needs the key and one of the two', () => {
    const missing = (...found: (string | null)[]) =>
      fieldsToFind({ fields, chosen: chosen(...found), mode: 'price_stock' })
    expect(missing(null, null)).toEqual(['sku', 'price', 'qty'])
    expect(missing('sku', null)).toEqual(['price', 'qty'])
    expect(missing('sku', 'qty')).toEqual([])
  })

  test('two columns may not be one field, unless it is one of many columns', () => {
    expect(clashingFields(chosen('sku', 'price', 'price'), layout(['sku', 'price', null]))).toEqual(['price'])
    expect(clashingFields(chosen('photos', 'photos'), layout(['photos', null]))).toEqual([])
  })
})
