import { expect, test } from 'vitest'
import { cellText, columnsToShow, namingColumns } from './grid-columns.ts'
import type { FailedRow } from './import-calls.ts'

const row: FailedRow = {
  line: 7,
  cells: ['A-1', '好物', '', '面议', '江苏'],
  patched: { 4: '浙江' },
  state: 'open',
  findings: [
    { column: '价格', columnIndex: 3, code: 'PRICE_NOT_NUMBER', severity: 'error', value: '面议', facts: {} },
    { column: '', columnIndex: null, code: 'COLUMNS_MISMATCH', severity: 'error', value: '', facts: {} },
  ],
}

test('shows what names the item, what is wrong and what was mended, in the order of the file', () => {
  const columns = ['编码', '标题', '品牌', '价格', '产地']
  expect(columnsToShow({ columns, rows: [row], nextCursor: null, total: 1 }, [1, 0])).toEqual([0, 1, 3, 4])
})

test('an item is named by its code and title, or by whatever stands first', () => {
  expect(namingColumns([{ field: 'price' }, { field: 'title' }, { field: 'sku' }])).toEqual([1, 2])
  expect(namingColumns([{ field: null }, { field: 'price' }, { field: null }])).toEqual([0, 1])
})

test('a mended cell hides the one of the file, and a short row ends in blanks', () => {
  expect(cellText(row, 4)).toBe('浙江')
  expect(cellText(row, 3)).toBe('面议')
  expect(cellText(row, 9)).toBe('')
})
