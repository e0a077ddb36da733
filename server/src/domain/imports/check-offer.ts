import type { CellOf, Note, StockKind } from './check-row.ts'
import { cleanCode, cleanText } from './clean-text.ts'
import { parsePrice } from './parse-price.ts'

/** What people type when they do not know the price yet. */
export const PLACEHOLDERS: ReadonlySet<bigint> = new Set(
  ['1', '1111', '11111', '8888', '88888', '9999', '99999', '999999', '9999999'].map(
    yuan => BigInt(yuan) * 100n,
  ),
)

export interface PriceRule {
  /** Nothing given is nothing wrong: the row only changes other things, or takes the item off. */
  mayBeBlank: boolean
  decimalComma: boolean
}

export function checkPrice(
  cellOf: CellOf,
  note: Note,
  { mayBeBlank, decimalComma }: PriceRule,
): bigint | null {
  const cell = cellOf('price')
  const text = cleanText(cell)
  if (text === '') {
    if (!mayBeBlank) note('PRICE_MISSING', ['price', cell])
    return null
  }
  const price = parsePrice(text, decimalComma)
  if ('problem' in price) {
    note(price.problem, ['price', cell])
    return null
  }
  if (PLACEHOLDERS.has(price.fen)) note('PRICE_PLACEHOLDER', ['price', cell])
  return price.fen
}

/** A supply price above the price means that two columns were swapped, or that each sale loses money. */
export function compareSupplyPrice(
  cell: string,
  priceFen: bigint,
  { note, decimalComma }: { note: Note; decimalComma: boolean },
): void {
  const text = cleanText(cell)
  if (text === '') return
  const supply = parsePrice(text, decimalComma)
  if ('fen' in supply && supply.fen > priceFen) note('PRICE_BELOW_SUPPLY', ['price', cell])
}

/** Only stock may be more than one. Of a SKU whose kind the row does not say, the catalogue knows it. */
export function checkQty(cellOf: CellOf, note: Note, kind: StockKind | 'as_it_is'): number | null {
  const cell = cellOf('qty')
  if (cell === '') return null
  const text = cleanCode(cell)
  if (text === '') return null
  if (text === '1') return 1
  if (!/^\d{1,9}(\.0+)?$/.test(text)) {
    note('QTY_NOT_INTEGER', ['qty', cell])
    return null
  }
  const qty = Number(text)
  if (qty > 1 && kind === 'unique') note('QTY_UNIQUE', ['qty', cell])
  return qty
}
