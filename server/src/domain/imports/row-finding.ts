import type { RowCode, RowSeverity } from '@haowu/shared/imports.ts'

/** One thing about one row, told in the supplier's terms: her line, her header, her value. */
export interface RowFinding {
  code: RowCode
  severity: RowSeverity
  column: string
  value: string
  facts: Record<string, string | number>
}

const WARNINGS: ReadonlySet<RowCode> = new Set([
  'CHARACTERS_REMOVED',
  'IMEI_LENGTH',
  'PHOTO_INVALID',
  'PHOTO_UNREACHABLE',
  'GRADE_DIFFERS',
  'REPORT_DATE_SERIAL',
  'PRICE_PLACEHOLDER',
  'PRICE_JUMP',
  'PRICE_BELOW_SUPPLY',
  'CATEGORY_NOT_ADMITTED',
  'TEXT_BROKEN',
])
const CONFLICTS: ReadonlySet<RowCode> = new Set([
  'ITEM_HELD',
  'ITEM_SOLD',
  'IDENTITY_TAKEN',
  'REPORT_NUMBER_TAKEN',
  'REPORT_INSPECTOR_SUSPENDED',
  'NOT_ADMITTED',
  'CONTRACT_UNSIGNED',
])

/** What tells which item or piece a row is about; a character lost of it may make it another. */
const KEYS: ReadonlySet<string> = new Set(['sku', 'imei', 'serial'])

/** `field` is the one it is about: a grade in a word nobody knows is no reason to leave a row out, for it is never taken. */
export function severityOf(code: RowCode, field?: string): RowSeverity {
  if (code === 'TEXT_BROKEN' && field !== undefined && KEYS.has(field)) return 'error'
  if (WARNINGS.has(code) || (code === 'WORD_UNKNOWN' && field === 'grade')) return 'warning'
  return CONFLICTS.has(code) ? 'conflict' : 'error'
}
