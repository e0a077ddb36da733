import { CATEGORY_CHOICES } from './category-word.ts'
import { createCellMemo } from './cell-memo.ts'
import { PLACEHOLDERS } from './check-offer.ts'
import { KIND_CHOICES } from './kind-word.ts'
import type { PlainCells } from './plain-cells.ts'
import { isPlainImei, plainCount, plainFen } from './plain-numbers.ts'
import type { SniffedFile } from './sniff-file.ts'
import { createWordReader } from './word-choice.ts'

/** What of a row is judged by its value and not by its characters alone; words as bytes. */
export interface QuickOffer {
  category: Buffer
  fen: number
  /** The column of the IMEI; -1 for a row without. */
  imeiAt: number
  /** -1 for none. */
  qty: number
  /** Empty for none. */
  kind: Buffer
}

interface OfferColumns {
  words: SniffedFile['words']
  at: (field: string) => number
}

/** What is judged by its value: null unless all of it is plainly right. */
export function compileQuickOffer(
  cells: PlainCells,
  { words, at }: OfferColumns,
): (bytes: Buffer) => QuickOffer | null {
  const placeholders = new Set(Array.from(PLACEHOLDERS, Number))
  const readCategory = createWordReader(CATEGORY_CHOICES, words.get('category'))
  const readKind = createWordReader(KIND_CHOICES, words.get('kind'))
  const categoryOf = createCellMemo(text => (text === '' ? null : bytesOrNull(readCategory(text))))
  const kindOf = createCellMemo(text => {
    const kind = text === '' ? '' : readKind(text)
    return kind === undefined ? null : Buffer.from(kind)
  })
  const [categoryAt, priceAt, supplyAt, kindAt] = [
    at('category'),
    at('price'),
    at('supply_price'),
    at('kind'),
  ]
  const [imeiAt, serialAt, qtyAt] = [at('imei'), at('serial'), at('qty')]
  const start = (index: number) => (index === -1 ? 0 : (cells.starts[index] as number))
  const end = (index: number) => (index === -1 ? 0 : (cells.ends[index] as number))
  const offer: QuickOffer = { category: NOTHING, fen: 0, imeiAt: -1, qty: -1, kind: NOTHING }

  return bytes => {
    const category = categoryOf(bytes, start(categoryAt), end(categoryAt))
    const kind = kindOf(bytes, start(kindAt), end(kindAt))
    const fen = plainFen(bytes, start(priceAt), end(priceAt))
    if (category === null || kind === null || fen <= 0 || placeholders.has(fen)) return null
    if (end(supplyAt) > start(supplyAt)) {
      const supply = plainFen(bytes, start(supplyAt), end(supplyAt))
      if (supply === -1 || supply > fen) return null
    }
    const hasImei = end(imeiAt) > start(imeiAt)
    if (hasImei ? !isPlainImei(bytes, start(imeiAt), end(imeiAt)) : end(serialAt) > start(serialAt))
      return null
    let qty = -1
    if (end(qtyAt) > start(qtyAt)) {
      qty = plainCount(bytes, start(qtyAt), end(qtyAt))
      if (qty === -1 || (qty > 1 && (hasImei || kind[0] !== STOCKED))) return null
    }
    offer.category = category
    offer.fen = fen
    offer.imeiAt = hasImei ? imeiAt : -1
    offer.qty = qty
    offer.kind = kind
    return offer
  }
}

const NOTHING = Buffer.alloc(0)
const STOCKED = 's'.charCodeAt(0)

function bytesOrNull(code: string | undefined): Buffer | null {
  return code ? Buffer.from(code) : null
}
