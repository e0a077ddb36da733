import type { RowCode } from '@haowu/shared/imports.ts'
import { categoryOfWord } from './category-word.ts'
import { compileReportCheck, type StagedReport } from './check-report-cells.ts'
import { cleanCode, cleanText, cutText, hasUnwanted } from './clean-text.ts'
import { nameOfField } from './import-field.ts'
import { IMPORT_LIMITS } from './import-limits.ts'
import type { ColumnMapping } from './map-columns.ts'
import { isExcelDamaged, parseImei, parseSerial } from './parse-identity.ts'
import { parsePrice } from './parse-price.ts'
import type { ReportRules } from '#domain/inspection/report-rules.ts'
import { type RowFinding, severityOf } from './row-finding.ts'

/**
 * A row that may go in. Null leaves what the item has: the cell was blank or the column absent. Title, category and price
 * are null only in a file of prices and stock.
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

export type StockKind = 'unique' | 'stocked'

export interface RowOutcome {
  /** Null when there is an error among the findings, or for an example row of our template. */
  row: CheckedRow | null
  findings: RowFinding[]
  ignored: boolean
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

/**
 * Builds the one function that judges a row, for preview and apply alike. Written by hand and compiled once per file:
 * it runs half a million times, and a schema library would take longer than reading the file.
 */
export function compileRowCheck(mapping: ColumnMapping, rules: ReportRules): CheckRow {
  const { columns } = mapping
  const at = new Map(columns.flatMap(({ field }, index) => (field ? [[field, index] as const] : [])))
  const headers = new Map(columns.flatMap(({ field, header }) => (field ? [[field, header] as const] : [])))
  const photoColumns = columns.flatMap(({ field }, index) => (field === 'photos' ? [index] : []))
  const specColumns = columns.flatMap(({ field }, index) =>
    field?.startsWith('spec.') ? [[JSON.stringify(field.slice('spec.'.length)), index] as const] : [],
  )
  const extraColumns = columns
    .flatMap(({ field, header }, index) =>
      field === null && header !== '' ? [[JSON.stringify(header), index] as const] : [],
    )
    .slice(0, IMPORT_LIMITS.extraColumns)
  const checkReport = compileReportCheck(mapping, rules)

  return cells => {
    const findings: RowFinding[] = []
    let failed = false
    const note: Note = (code, [field, value], facts = {}) => {
      const severity = severityOf(code)
      failed ||= severity === 'error'
      const column = headers.get(field) ?? nameOfField(field)
      findings.push({
        code,
        severity,
        column,
        value: cutText(cleanText(value), IMPORT_LIMITS.valueCharacters),
        facts,
      })
    }
    if (!hasRightCount(cells, columns.length)) {
      note('COLUMNS_MISMATCH', ['sku', cells[0] ?? ''], { expected: columns.length, found: cells.length })
      return { row: null, findings, ignored: false }
    }
    const cellOf: CellOf = field => {
      const index = at.get(field)
      return index === undefined ? '' : (cells[index] ?? '')
    }
    const sku = checkSku(cellOf, note)
    if (EXAMPLE_SKU.test(sku)) return { row: null, findings: [], ignored: true }
    const title = checkTitle(cellOf, note)
    const categoryCode = checkCategory(cellOf, note)
    const priceFen = checkPrice(cellOf, note)
    const brand = textOf(cellOf('brand'))
    const identity = checkIdentity(cellOf, note, brand)
    const row: CheckedRow = {
      sku,
      categoryCode,
      title,
      priceFen,
      brand,
      model: textOf(cellOf('model')),
      identity,
      qty: checkQty(cellOf, note),
      shipFrom: textOf(cellOf('ship_from')),
      specJson: textsOf(cells, specColumns),
      extraJson: textsOf(cells, extraColumns),
      photosJson: checkPhotos(cells, photoColumns, note),
      report: failed ? null : checkReport(cells, { categoryCode, identity, priceFen }, note),
      stockKind: null,
      withdraw: null,
      clears: [],
    }
    return { row: failed ? null : row, findings, ignored: false }
  }
}

/** Short rows are refused; surplus cells are forgiven when they are blank, as trailing commas of Excel are. */
function hasRightCount(cells: string[], expected: number): boolean {
  if (cells.length === expected) return true
  return cells.length > expected && cells.slice(expected).every(cell => cell.trim() === '')
}

function textOf(cell: string): string | null {
  if (cell === '') return null
  const text = cleanText(cell)
  return text === '' ? null : cutText(text, IMPORT_LIMITS.textCharacters)
}

/** A JSON object of the cells that are not blank; `columns` hold names that are JSON already. */
function textsOf(cells: string[], columns: (readonly [string, number])[]): string | null {
  let members = ''
  for (const [name, index] of columns) {
    const text = textOf(cells[index] ?? '')
    if (text !== null) members += `${members === '' ? '' : ','}${name}:${jsonText(text)}`
  }
  return members === '' ? null : `{${members}}`
}

function jsonText(text: string): string {
  return /["\\\u0000-\u001f]/.test(text) ? JSON.stringify(text) : `"${text}"`
}

function checkSku(cellOf: CellOf, note: Note): string {
  const cell = cellOf('sku')
  const sku = cleanCode(cell)
  if (sku === '') note('SKU_MISSING', ['sku', cell])
  else if (isExcelDamaged(sku)) note('SKU_EXCEL_DAMAGED', ['sku', cell])
  else if (sku.length > IMPORT_LIMITS.skuCharacters)
    note('SKU_TOO_LONG', ['sku', cell], { limit: IMPORT_LIMITS.skuCharacters })
  return sku
}

function checkTitle(cellOf: CellOf, note: Note): string {
  const cell = cellOf('title')
  const title = cleanText(cell)
  if (title === '') note('TITLE_MISSING', ['title', cell])
  if (title.length > IMPORT_LIMITS.titleCharacters)
    note('TITLE_TOO_LONG', ['title', cell], { limit: IMPORT_LIMITS.titleCharacters })
  if (hasUnwanted(cell)) note('CHARACTERS_REMOVED', ['title', title])
  return title
}

const categories = new Map<string, string>()

function checkCategory(cellOf: CellOf, note: Note): string {
  const cell = cellOf('category')
  const remembered = categories.get(cell)
  if (remembered) return remembered
  const word = cleanText(cell)
  if (word === '') {
    note('CATEGORY_MISSING', ['category', cell])
    return ''
  }
  const code = categoryOfWord(word)
  if (!code) note('CATEGORY_UNKNOWN', ['category', cell])
  else if (categories.size < 1000) categories.set(cell, code)
  return code ?? ''
}

function checkPrice(cellOf: CellOf, note: Note): bigint {
  const cell = cellOf('price')
  const text = cleanText(cell)
  if (text === '') {
    note('PRICE_MISSING', ['price', cell])
    return 0n
  }
  const price = parsePrice(text)
  if ('fen' in price) return price.fen
  note(price.problem, ['price', cell])
  return 0n
}

function checkQty(cellOf: CellOf, note: Note): number | null {
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
  if (qty > 1) note('QTY_UNIQUE', ['qty', cell])
  return qty
}

function checkIdentity(cellOf: CellOf, note: Note, brand: string | null): string | null {
  const imeiCell = cellOf('imei')
  const imei = imeiCell === '' ? '' : cleanCode(imeiCell)
  const serialCell = cellOf('serial')
  const serial = serialCell === '' ? '' : cleanCode(serialCell)
  if (imei === '' && serial === '') return null
  const [field, cell, parsed] =
    imei === ''
      ? (['serial', serialCell, parseSerial(serial, brand)] as const)
      : (['imei', imeiCell, parseImei(imei)] as const)
  if ('problem' in parsed) {
    note(parsed.problem, [field, cell])
    return null
  }
  if (parsed.warning) note(parsed.warning, [field, cell], { read: parsed.identity })
  return parsed.identity
}

const ONE_LINK = /^https?:\/\/[\w.-]+\.[\w./?=&%~+-]+$/

function checkPhotos(cells: string[], columns: number[], note: Note): string | null {
  const photos: string[] = []
  for (const index of columns) {
    const cell = cells[index] ?? ''
    if (cell === '') continue
    if (ONE_LINK.test(cell)) {
      photos.push(cell)
      continue
    }
    for (const link of cleanText(cell).split(/[\s;；,，|"[\]]+/)) {
      if (link === '') continue
      if (/^https?:\/\/[^\s/]+\.[^\s]+$/.test(link)) photos.push(link)
      else note('PHOTO_INVALID', ['photos', link])
    }
  }
  if (photos.length === 0) return null
  return photos.length === 1 && photos[0] !== undefined
    ? `[${jsonText(photos[0])}]`
    : JSON.stringify(photos.slice(0, IMPORT_LIMITS.photos))
}
