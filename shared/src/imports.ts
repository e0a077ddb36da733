import { CATEGORY_CODES } from './catalog.ts'

/** `asking`: the file can be read once a person has answered; `undone`: it was applied, and what nobody changed since was put back. */
export const IMPORT_STATES = [
  'uploaded',
  'previewing',
  'asking',
  'previewed',
  'applying',
  'applied',
  'undoing',
  'undone',
  'failed',
  'cancelled',
] as const
export type ImportState = (typeof IMPORT_STATES)[number]

/** Where an import came from. `edit` is a bulk edit on the inventory screen, which takes the same way as a file. */
export const IMPORT_SOURCES = ['upload', 'paste', 'error_file', 'feed', 'api', 'edit'] as const
export type ImportSource = (typeof IMPORT_SOURCES)[number]

/** `delta`: rows say what is new or changed. `full`: what the file no longer names is taken off. `price_stock`: only prices and quantities of known items. */
export const IMPORT_MODES = ['delta', 'full', 'price_stock'] as const
export type ImportMode = (typeof IMPORT_MODES)[number]

export const IMPORT_ENCODINGS = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'gb18030',
  'big5',
  'shift_jis',
  'euc-kr',
  'windows-1252',
] as const
export type ImportEncoding = (typeof IMPORT_ENCODINGS)[number]

export const IMPORT_DELIMITERS = [',', ';', '\t', '|'] as const
export type ImportDelimiter = (typeof IMPORT_DELIMITERS)[number]

/** What the supplier decided about one file. What is not given is found by looking at it. */
export interface ImportChoices {
  encoding?: ImportEncoding | undefined
  delimiter?: ImportDelimiter | undefined
  /** Counted in records from 1. */
  headerRecord?: number | undefined
  sheet?: string | undefined
  /** By the position of the column, from 0: the field it is, or null for none of ours. */
  columns?: Record<string, string | null> | undefined
  /** Fields whose blank cells empty what stands, instead of leaving it. */
  blankClears?: string[] | undefined
  /** We wrote the file of what a program said: each record is an item whatever its code reads like, each column is meant. */
  exact?: boolean | undefined
}

/** Why a file waits in state `asking`. */
export const IMPORT_QUESTIONS = ['encoding', 'columns', 'sheet'] as const
export type ImportQuestion = (typeof IMPORT_QUESTIONS)[number]

export const BRAKE_REASONS = [
  'many_missing',
  'many_taken_off',
  'many_prices_moved',
  'prices_shifted',
  'prices_look_like_fen',
  'many_sold_out',
  'file_much_smaller',
  'other_suppliers_skus',
] as const
export type BrakeReason = (typeof BRAKE_REASONS)[number]

/** Why an import waits for a second look, with the numbers that say so. */
export interface ImportBrake {
  reasons: { reason: BrakeReason; found: number; of: number }[]
}

export const IMPORT_PHASES = ['reading', 'comparing', 'merging', 'reports', 'undoing'] as const
export type ImportPhase = (typeof IMPORT_PHASES)[number]

/** How far a running step has come: bytes while reading, rows afterwards. */
export interface ImportProgress {
  phase: ImportPhase
  done: number
  total: number
  rows: number
  startedAt: string
  updatedAt: string
}

/** Days during which rows left out may be mended in place, and during which an applied import may be undone. */
export const IMPORT_DAYS = { open: 14, undo: 7 } as const

/** The word that empties a field, in a cell; any of them. */
export const CLEAR_WORDS = ['__CLEAR__', '清空'] as const

/** What can be wrong with one row of a file. Codes are stable: screens and the error file translate them. */
export const ROW_CODES = [
  'COLUMNS_MISMATCH',
  'RECORD_TOO_LONG',
  'CHARACTERS_REMOVED',
  'EXAMPLE_ROW',
  'SKU_MISSING',
  'SKU_TOO_LONG',
  'SKU_EXCEL_DAMAGED',
  'DUPLICATE_SKU',
  'TITLE_MISSING',
  'TITLE_TOO_LONG',
  'CATEGORY_MISSING',
  'CATEGORY_UNKNOWN',
  'PRICE_MISSING',
  'PRICE_NOT_NUMBER',
  'PRICE_RANGE',
  'QTY_NOT_INTEGER',
  'QTY_UNIQUE',
  'IMEI_MISSING',
  'IMEI_INVALID',
  'IMEI_LENGTH',
  'IMEI_EXCEL_DAMAGED',
  'SERIAL_MISSING',
  'SERIAL_INVALID',
  'SERIAL_EXCEL_DAMAGED',
  'NUMBER_EXCEL_DAMAGED',
  'DUPLICATE_IDENTITY',
  'IDENTITY_CHANGED',
  'IDENTITY_TAKEN',
  'PHOTO_INVALID',
  'PHOTO_UNREACHABLE',
  'GRADE_DIFFERS',
  'REPORT_INCOMPLETE',
  'REPORT_VALUE_UNKNOWN',
  'REPORT_KIND_UNKNOWN',
  'REPORT_DATE_MISSING',
  'REPORT_DATE_INVALID',
  'REPORT_DATE_SERIAL',
  'REPORT_FUTURE',
  'REPORT_EXPIRED',
  'REPORT_INSPECTOR_MISSING',
  'REPORT_AGENCY_MISSING',
  'REPORT_AGENCY_UNKNOWN',
  'REPORT_AGENCY_INVALID',
  'REPORT_INSPECTOR_SUSPENDED',
  'REPORT_THIRD_PARTY_REQUIRED',
  'REPORT_REFUSED',
  'REPORT_NUMBER_TAKEN',
  'CATEGORY_NOT_ADMITTED',
  'NOT_ADMITTED',
  'CONTRACT_UNSIGNED',
  'ITEM_HELD',
  'ITEM_SOLD',
  'SKU_UNKNOWN',
  'CELL_CANNOT_CLEAR',
  'PRICE_PLACEHOLDER',
  'PRICE_JUMP',
  'PRICE_BELOW_SUPPLY',
  'KIND_UNKNOWN',
  'WORD_UNKNOWN',
  'TEXT_BROKEN',
] as const
export type RowCode = (typeof ROW_CODES)[number]

/** `error`: the row is left out. `warning`: it goes in, look at it. `conflict`: the item is held or sold, and keeps what it has. */
export const ROW_SEVERITIES = ['error', 'warning', 'conflict'] as const
export type RowSeverity = (typeof ROW_SEVERITIES)[number]

/** Counted over the whole file, never over a sample. Rows = new + changed + unchanged + errors + repeated + ignored. */
export interface ImportCounts {
  rows: number
  new: number
  changed: number
  priceUp: number
  priceDown: number
  unchanged: number
  /** Rows with at least one error. */
  errors: number
  warnings: number
  /** Rows that say exactly what an earlier row said. */
  repeated: number
  /** Example rows of our template. */
  ignored: number
  /** Known after applying: items that were held or sold and kept what they had. */
  conflicts: number
  /** Rows whose inspection columns make the item sellable. */
  withReport: number
  /** Full mode: live items of the same origin that the file does not name. */
  missing: number
  /** Items that were off because a file left them out or an undo took them off, and come back. */
  returned: number
  /** Title, total and repeated header lines that were passed over. */
  passedOver: number
  /** Rows mended in place and accepted, and rows the supplier decided to leave out. */
  fixed: number
  skipped: number
  /** Rows that do not say which item they are about: with one of them a full file takes nothing off. */
  nameless: number
}

export const NO_COUNTS: ImportCounts = {
  rows: 0,
  new: 0,
  changed: 0,
  priceUp: 0,
  priceDown: 0,
  unchanged: 0,
  errors: 0,
  warnings: 0,
  repeated: 0,
  ignored: 0,
  conflicts: 0,
  withReport: 0,
  missing: 0,
  returned: 0,
  passedOver: 0,
  fixed: 0,
  skipped: 0,
  nameless: 0,
}

/** What there is a table to fill in for: each category with its own columns, and prices and stock alone. */
export const TEMPLATE_CATEGORIES = [...CATEGORY_CODES, 'price_stock'] as const
export type TemplateCategory = (typeof TEMPLATE_CATEGORIES)[number]
