import type { RowCode } from '@haowu/shared/imports.ts'
import type { ReportRules } from '#domain/inspection/report-rules.ts'
import { ACTION_CHOICES } from './action-word.ts'
import { CATEGORY_CHOICES } from './category-word.ts'
import { checkIdentity, checkSku } from './check-identity.ts'
import { checkPrice, checkQty, compareSupplyPrice } from './check-offer.ts'
import { checkPhotos } from './check-photos.ts'
import { compileReportCheck, type StagedReport } from './check-report-cells.ts'
import { checkTitle } from './check-title.ts'
import { compileTexts } from './check-texts.ts'
import { checkCategory, checkAction, checkKind } from './check-words.ts'
import { cleanCode, cleanText, cutText } from './clean-text.ts'
import { canBeCleared, isClearWord } from './clear-field.ts'
import { nameOfField } from './import-field.ts'
import { IMPORT_LIMITS } from './import-limits.ts'
import { KIND_CHOICES } from './kind-word.ts'
import type { ColumnMapping } from './map-columns.ts'
import { NO_WORDS, type SupplierWords } from './mapping-memory.ts'
import { compilePassOver } from './pass-over.ts'
import { type RowFinding, severityOf } from './row-finding.ts'
import { createWordReader } from './word-choice.ts'

export type StockKind = 'unique' | 'stocked'

/**
 * A row that may go in. Null leaves what the item has: the cell was blank or the column absent. Title, category and price
 * are null only in a file of prices and stock, and in a row that takes its item off.
 */
export interface CheckedRow {
  sku: string
  categoryCode: string | null
  title: string | null
  priceFen: bigint | null
  brand: string | null
  model: string | null
  identity: string | null
  qty: number | null
  shipFrom: string | null
  /** JSON texts, built as they are read: half a million objects would only be made to be written out again. */
  specJson: string | null
  extraJson: string | null
  photosJson: string | null
  report: StagedReport | null
  stockKind: StockKind | null
  /** True takes the item off, false puts it back. */
  withdraw: boolean | null
  /** Fields to empty: `brand`, `model`, `ship_from`, `photos` and `spec.<key>`. */
  clears: string[]
}

export interface RowOutcome {
  /** Null when there is an error among the findings, or for a row that is none of the supplier's. */
  row: CheckedRow | null
  findings: RowFinding[]
  /** `ignored`: an example row of our template. `passedOver`: a total, a blank row, or the header again, which is no row. */
  skipped: 'ignored' | 'passedOver' | null
}

export type CheckRow = (cells: string[]) => RowOutcome
/** Notes a finding about a field; the column is named as in the file, or as in our template when it has none. */
export type Note = (
  code: RowCode,
  cell: readonly [field: string, text: string],
  facts?: Record<string, string | number>,
) => void
/** The raw cell of a field, or '' when the column is absent. */
export type CellOf = (field: string) => string

const EXAMPLE_SKU = /^(示例|EXAMPLE)-/
const PASSED_OVER: RowOutcome = { row: null, findings: [], skipped: 'passedOver' }
const EXAMPLE: RowOutcome = { row: null, findings: [], skipped: 'ignored' }

/**
 * Builds the one function that judges a row, for preview, apply and mending alike. Written by hand and compiled once per
 * file: it runs half a million times, and a schema library would take longer than reading the file.
 */
export function compileRowCheck(
  mapping: ColumnMapping,
  rules: ReportRules,
  words: SupplierWords = NO_WORDS,
): CheckRow {
  const { columns } = mapping
  const at = new Map(columns.flatMap(({ field }, index) => (field ? [[field, index] as const] : [])))
  const headers = new Map(columns.flatMap(({ field, header }) => (field ? [[field, header] as const] : [])))
  const isPassedOver = compilePassOver(mapping)
  const lastNeeded = Math.max(...NEEDED_CELLS.map(field => at.get(field) ?? -1))
  const check =
    mapping.mode === 'price_stock'
      ? compileOfferCheck(mapping, words)
      : compileFullCheck(mapping, rules, words)

  return cells => {
    const cellOf: CellOf = field => {
      const index = at.get(field)
      return index === undefined ? '' : (cells[index] ?? '')
    }
    const skuCell = cellOf('sku')
    const sku = cleanCode(skuCell)
    if (isPassedOver(cells, sku)) return PASSED_OVER
    if (!mapping.exact && EXAMPLE_SKU.test(sku)) return EXAMPLE
    const judged: JudgedRow = {
      cells,
      cellOf,
      sku,
      findings: [],
      failed: false,
      note(code, [field, value], facts = {}) {
        const severity = severityOf(code, field)
        judged.failed ||= severity === 'error'
        const column = headers.get(field) ?? nameOfField(field)
        const said = cutText(cleanText(value), IMPORT_LIMITS.valueCharacters)
        judged.findings.push({ code, severity, column, value: said, facts })
      },
    }
    const row = hasRightCount(cells, { expected: columns.length, lastNeeded })
      ? check(judged)
      : refuseCount(judged, columns.length)
    return { row: judged.failed ? null : row, findings: judged.findings, skipped: null }
  }
}

/** A row while it is judged. */
export interface JudgedRow {
  cells: string[]
  cellOf: CellOf
  sku: string
  findings: RowFinding[]
  failed: boolean
  note: Note
}

type Check = (row: JudgedRow) => CheckedRow | null

/** Cells without which a row cannot be told from one whose cells have slipped. */
const NEEDED_CELLS = ['sku', 'title', 'category', 'price', 'qty', 'imei', 'serial', 'kind', 'action']

/** Blank cells at the end may be left away, as Excel does; surplus ones are forgiven when they are blank. */
function hasRightCount(
  cells: string[],
  { expected, lastNeeded }: { expected: number; lastNeeded: number },
): boolean {
  if (cells.length <= expected) return cells.length > lastNeeded
  return cells.slice(expected).every(cell => cell.trim() === '')
}

function refuseCount({ cells, note }: JudgedRow, expected: number): null {
  note('COLUMNS_MISMATCH', ['sku', cells[0] ?? ''], { expected, found: cells.length })
  return null
}

const NOTHING: string[] = []

/** In a supplier's file of prices and stock nothing else is looked at, whatever other columns say; one of ours says what it means to. */
function compileOfferCheck(mapping: ColumnMapping, words: SupplierWords): Check {
  const texts = compileTexts(mapping, words)
  const decimalComma = writesComma(mapping, 'price')
  const readAction = createWordReader(ACTION_CHOICES)
  return judged => {
    const { sku, cellOf, note } = judged
    checkSku(sku, cellOf('sku'), note)
    return {
      ...NOTHING_GIVEN,
      sku,
      priceFen: checkPrice(cellOf, note, { mayBeBlank: true, decimalComma }),
      qty: checkQty(cellOf, note, 'as_it_is'),
      shipFrom: mapping.exact ? texts.one(judged, 'ship_from', []) : null,
      withdraw: mapping.exact ? checkAction(cellOf, note, readAction) : null,
      clears: NOTHING,
    }
  }
}

const NOTHING_GIVEN = {
  categoryCode: null,
  title: null,
  brand: null,
  model: null,
  identity: null,
  specJson: null,
  extraJson: null,
  photosJson: null,
  report: null,
  stockKind: null,
} as const

function compileFullCheck(mapping: ColumnMapping, rules: ReportRules, words: SupplierWords): Check {
  const { columns } = mapping
  const photoColumns = columns.flatMap(({ field }, index) => (field === 'photos' ? [index] : []))
  const fixedColumns = columns.flatMap(({ field }, index) =>
    field && !canBeCleared(field) && !field.startsWith('ignore.') ? [[field, index] as const] : [],
  )
  const texts = compileTexts(mapping, words)
  const checkReport = compileReportCheck(mapping, rules, words)
  const readCategory = createWordReader(CATEGORY_CHOICES, words.get('category'))
  const readKind = createWordReader(KIND_CHOICES, words.get('kind'))
  const readAction = createWordReader(ACTION_CHOICES, words.get('action'))
  const decimalComma = writesComma(mapping, 'price')
  const supplyComma = writesComma(mapping, 'supply_price')

  return judged => {
    const { cells, sku, cellOf, note } = judged
    for (const [field, index] of fixedColumns) {
      if (isClearWord(cells[index] ?? '')) note('CELL_CANNOT_CLEAR', [field, cells[index] ?? ''])
    }
    if (judged.failed) return null
    checkSku(sku, cellOf('sku'), note)
    const withdraw = checkAction(cellOf, note, readAction)
    const mayBeBlank = withdraw === true
    const title = checkTitle(cellOf, note, mayBeBlank)
    const categoryCode = checkCategory(cellOf, note, { read: readCategory, mayBeBlank })
    const priceFen = checkPrice(cellOf, note, { mayBeBlank, decimalComma })
    if (priceFen !== null)
      compareSupplyPrice(cellOf('supply_price'), priceFen, { note, decimalComma: supplyComma })
    const clears: string[] = []
    const brand = texts.one(judged, 'brand', clears)
    const model = texts.one(judged, 'model', clears)
    const identity = checkIdentity(cellOf, note, brand)
    const stockKind = checkKind(cellOf, note, readKind)
    // A report is of one piece; stock with a quantity has none, and stays a draft.
    const inspected = !judged.failed && stockKind !== 'stocked' && categoryCode !== null && priceFen !== null
    return {
      sku,
      categoryCode,
      title,
      priceFen,
      brand,
      model,
      identity,
      qty: checkQty(cellOf, note, stockKind === 'stocked' && identity === null ? 'stocked' : 'unique'),
      shipFrom: texts.one(judged, 'ship_from', clears),
      specJson: texts.spec(judged, clears),
      extraJson: texts.extra(judged),
      photosJson: texts.clearsPhotos(judged, clears) ? null : checkPhotos(cells, photoColumns, note),
      report: inspected ? checkReport(cells, { categoryCode, identity, priceFen }, note) : null,
      stockKind,
      withdraw,
      clears: clears.length === 0 ? NOTHING : clears,
    }
  }
}

function writesComma({ columns }: ColumnMapping, field: string): boolean {
  return columns.some(column => column.field === field && column.decimalComma === true)
}
