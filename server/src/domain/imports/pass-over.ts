import { cleanText } from './clean-text.ts'
import type { ColumnMapping } from './map-columns.ts'
import { normaliseWord } from './normalise-word.ts'

const TOTAL =
  /^(?:本页|全部)?(?:合计|总计|小计|共计|总数|汇总|grand total|sub ?total|total|sum)[:：]?(?:\s*\d+\s*[件行条]?)?$/i
/** Longer than any word for a total. */
const LONGEST_TOTAL = 16

/** Whether a record says nothing about a piece: blank cells, a total below the rows, the header printed again on each page. */
export type IsPassedOver = (cells: string[], sku: string) => boolean

export function compilePassOver({ columns, exact }: ColumnMapping): IsPassedOver {
  if (exact) return () => false
  const at = (field: string) => columns.findIndex(column => column.field === field)
  const titleAt = at('title')
  const headers = columns.map(({ header }) => normaliseWord(header))
  const skuHeader = columns[at('sku')]?.header ?? ''

  const isTotal = (cell: string) => cell.length <= LONGEST_TOTAL && TOTAL.test(cleanText(cell))
  const isHeaderAgain = (cells: string[]) => {
    const filled = cells.flatMap((cell, index) => (cell.trim() === '' ? [] : [index]))
    return filled.length > 1 && filled.every(index => normaliseWord(cells[index] ?? '') === headers[index])
  }

  return (cells, sku) => {
    if (sku === '') return cells.every(cell => cell.trim() === '') || cells.some(isTotal)
    if (sku === skuHeader) return isHeaderAgain(cells)
    return isTotal(sku) && (cells[titleAt] ?? '').trim() === ''
  }
}
