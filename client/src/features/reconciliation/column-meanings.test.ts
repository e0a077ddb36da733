import { expect, test } from 'vitest'
import type { ProposedColumn } from '@haowu/shared/bank-mapping.ts'
import { chooseMeaning, mappingOf, needsSign } from './column-meanings.ts'

const columns: ProposedColumn[] = ['日期', '收入', '支出', '金额'].map(header => ({
  header,
  samples: [],
  field: null,
  confidence: null,
}))

test('a meaning given to a column is taken from the one that had it', () => {
  expect(chooseMeaning(['day', 'in', null, null], 2, 'in')).toEqual(['day', null, 'in', null])
  expect(chooseMeaning(['day', 'in', null, null], 1, null)).toEqual(['day', null, null, null])
})

test('a table can be tried once its day and its amounts are named', () => {
  expect(mappingOf(['day', 'in', null, null], { columns, positiveIsOut: false })).toBeNull()
  expect(mappingOf([null, 'in', 'out', null], { columns, positiveIsOut: false })).toBeNull()
  expect(mappingOf(['day', 'in', 'out', null], { columns, positiveIsOut: false })).toEqual({
    columns: { day: '日期', in: '收入', out: '支出' },
    positiveIsOut: false,
  })
})

test('the sign is asked only where nothing tells it', () => {
  expect(needsSign(['day', null, null, 'amount'])).toBe(true)
  expect(needsSign(['day', 'in', 'out', 'amount'])).toBe(false)
  expect(needsSign(['day', 'direction', null, 'amount'])).toBe(false)
})
