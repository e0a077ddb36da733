import type { RowCode } from '@haowu/shared/imports.ts'

/** Findings about a word nobody knows, whose meaning the supplier can tell once for all her rows. */
export const WORD_CODES = [
  'WORD_UNKNOWN',
  'CATEGORY_UNKNOWN',
  'KIND_UNKNOWN',
  'REPORT_VALUE_UNKNOWN',
  'REPORT_KIND_UNKNOWN',
] as const satisfies RowCode[]
