export const IMPORT_STATES = [
  'uploaded',
  'previewing',
  'previewed',
  'applying',
  'applied',
  'failed',
  'cancelled',
] as const
export type ImportState = (typeof IMPORT_STATES)[number]

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
  'DUPLICATE_IDENTITY',
  'IDENTITY_CHANGED',
  'IDENTITY_TAKEN',
  'PHOTO_INVALID',
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
  'REPORT_THIRD_PARTY_REQUIRED',
  'REPORT_REFUSED',
  'REPORT_NUMBER_TAKEN',
  'ITEM_HELD',
  'ITEM_SOLD',
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
}

export const TEMPLATE_CATEGORIES = ['phone', 'luxury_bag'] as const
export type TemplateCategory = (typeof TEMPLATE_CATEGORIES)[number]
