const COMMA = /^(?:\d{1,3}(?:\.\d{3})+,\d{1,2}|\d+,\d{1,2})$/
const POINT = /^(?:\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+\.\d{1,2})$/

/**
 * Whether a column of amounts puts a comma before the cents (`1.299,00`). One cell cannot tell, and a file may write one
 * column this way and the next the other; so the column is asked, and only if no cell in it says the opposite.
 */
export function writesDecimalComma(cells: string[]): boolean {
  let commas = 0
  for (const cell of cells) {
    const amount = cell.normalize('NFKC').replace(/[^\d.,]/g, '')
    if (POINT.test(amount)) return false
    if (COMMA.test(amount)) commas++
  }
  return commas > 0
}
