import { IMPORT_LIMITS } from './import-limits.ts'
import type { ColumnMapping } from './map-columns.ts'
import type { PlainCells } from './plain-cells.ts'
import { isDigit } from './plain-numbers.ts'

/** Whether the codes of a row stand for themselves: a SKU of printable ASCII, and no number that Excel has shortened. */
export function compileQuickCodes(cells: PlainCells, { columns }: ColumnMapping): (bytes: Buffer) => boolean {
  const skuAt = columns.findIndex(({ field }) => field === 'sku')
  const barcodeAt = columns.findIndex(({ field }) => field === 'spec.barcode')
  const header = Buffer.from(columns[skuAt]?.header ?? '')
  const start = (index: number) => cells.starts[index] as number
  const end = (index: number) => cells.ends[index] as number
  return bytes => {
    if (barcodeAt !== -1 && maybeExcelDamaged(bytes, start(barcodeAt), end(barcodeAt))) return false
    const [from, to] = [start(skuAt), end(skuAt)]
    if (to === from || to - from > IMPORT_LIMITS.skuCharacters) return false
    if (!isAscii(bytes, from, to) || maybeExcelDamaged(bytes, from, to)) return false
    // An example of our template, or the header printed again, is no row.
    return !begins(bytes, from, EXAMPLE) && !(to - from === header.length && begins(bytes, from, header))
  }
}

const LAST_OF_ASCII = 0x7e

export function isAscii(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if ((bytes[at] as number) > LAST_OF_ASCII) return false
  return true
}

const EXAMPLE = Buffer.from('EXAMPLE-')
const [UPPER_E, LOWER_E] = [0x45, 0x65]

function begins(bytes: Buffer, start: number, beginning: Buffer): boolean {
  for (let at = 0; at < beginning.length; at++) if (bytes[start + at] !== beginning[at]) return false
  return true
}

/** Begins with a digit and has an `e` in it, like `3.56E+14`. */
function maybeExcelDamaged(bytes: Buffer, start: number, end: number): boolean {
  if (start === end || !isDigit(bytes[start] as number)) return false
  for (let at = start + 1; at < end; at++) if (bytes[at] === UPPER_E || bytes[at] === LOWER_E) return true
  return false
}
