import { IMPORT_DELIMITERS, IMPORT_ENCODINGS, ROW_CODES } from '@haowu/shared/imports.ts'
import { z } from 'zod'
import { canBeCleared } from './clear-field.ts'
import { IMPORT_FIELDS } from './import-field.ts'
import { IMPORT_LIMITS } from './import-limits.ts'

const text = z.string().max(IMPORT_LIMITS.valueCharacters)
const field = z.enum(IMPORT_FIELDS.map(known => known.field))
const cell = z.string().max(IMPORT_LIMITS.textCharacters)
const line = z.int().min(1).max(10_000_000)
const isPosition = (position: string) =>
  /^\d{1,3}$/.test(position) && Number(position) < IMPORT_LIMITS.columns
const EDITS_AT_ONCE = 500

/** What a supplier may say about how a file is read; what is not said stays as it stands. */
export const layoutChoices = z.strictObject({
  encoding: z.enum(IMPORT_ENCODINGS).optional(),
  delimiter: z.enum(IMPORT_DELIMITERS).optional(),
  headerRecord: z.int().min(1).max(100).optional(),
  sheet: z.string().max(200).optional(),
  /** By the position of the column, from 0; null for a column that means nothing to us. */
  columns: z.record(z.string().refine(isPosition), field.nullable()).optional(),
  blankClears: z.array(z.string().refine(canBeCleared)).max(IMPORT_LIMITS.columns).optional(),
})

/** What words of a file stand for; '' for nothing. */
export const wordMeanings = z
  .array(z.strictObject({ field, word: text.min(1), meaning: text }))
  .min(1)
  .max(500)

/** Cells of rows that did not go in, as they should have been. */
export const cellEdits = z
  .array(z.strictObject({ line, columnIndex: z.int().min(0).max(IMPORT_LIMITS.columns), value: cell }))
  .min(1)
  .max(EDITS_AT_ONCE)

export const rowsToSkip = z.array(line).min(1).max(EDITS_AT_ONCE)

/** The same done to every row with one cause: this finding about this column. */
export const causeRepair = z.strictObject({
  code: z.enum(ROW_CODES),
  column: z.string().max(IMPORT_LIMITS.headerCharacters),
  action: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('set'), value: cell }),
    z.strictObject({ kind: z.literal('skip') }),
  ]),
})
