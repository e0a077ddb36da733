import {
  IMPORT_MODES,
  IMPORT_QUESTIONS,
  IMPORT_SOURCES,
  IMPORT_STATES,
  ROW_CODES,
  ROW_SEVERITIES,
} from '@haowu/shared/imports.ts'
import { z } from 'zod'
import type { Db } from '#db/database.ts'
import { type ImportDetail, type ImportSummary, readImport } from '#domain/imports/read-import.ts'
import type { Answer } from './operation.ts'

const count = z.int()
const facts = z.record(z.string(), z.unknown())

/** An import as a list shows it. */
export const listedImport = z.strictObject({
  importId: z.uuid(),
  state: z.enum(IMPORT_STATES),
  source: z.enum(IMPORT_SOURCES),
  mode: z.enum(IMPORT_MODES),
  fileName: z.string(),
  counts: z.strictObject({
    rows: count,
    new: count,
    changed: count,
    unchanged: count,
    errors: count,
    conflicts: count,
    missing: count,
  }),
  /** It waits for a second look: apply it with acceptBrake=true, or cancel it. */
  braked: z.boolean(),
  /** Why the whole file was refused. */
  errorCode: z.string().nullable(),
  errorFacts: facts,
  createdAt: z.iso.datetime(),
  appliedAt: z.iso.datetime().nullable(),
})

/** An import with everything that is told of it. */
export const wholeImport = listedImport.extend({
  /** In state asking: what has to be said before a row can be read. See its layout. */
  question: z.strictObject({ question: z.enum(IMPORT_QUESTIONS), code: z.string(), facts }).nullable(),
  brake: z.unknown(),
  /** What was found, by cause, the most frequent first. */
  groups: z.array(
    z.strictObject({
      code: z.enum(ROW_CODES),
      severity: z.enum(ROW_SEVERITIES),
      column: z.string(),
      rows: count,
    }),
  ),
  /** Until then rows that did not go in may be mended. */
  openUntil: z.iso.datetime().nullable(),
  undoUntil: z.iso.datetime().nullable(),
})

export const accepted = {
  202: { says: 'Taken up; ask for the import to see how it ends.', body: wholeImport },
}

/** Answers with the import as it stands now. */
export async function tellImport(
  { db }: { db: Db },
  status: 200 | 202,
  one: { supplierId: string; importId: string },
): Promise<Answer> {
  return { status, body: toWholeImport(await readImport(db, one)) }
}

export function toListedImport(summary: ImportSummary) {
  const { importId, state, source, mode, fileName, braked, errorCode, errorFacts } = summary
  const { rows, new: brought, changed, unchanged, errors, conflicts, missing } = summary.counts
  const counts = { rows, new: brought, changed, unchanged, errors, conflicts, missing }
  const { createdAt, appliedAt } = summary
  const what = { importId, state, source, mode, fileName, counts, braked }
  return { ...what, errorCode, errorFacts, createdAt, appliedAt }
}

function toWholeImport(detail: ImportDetail) {
  const { question, brake, openUntil, undoUntil } = detail
  const groups = detail.groups.map(({ code, severity, column, rows }) => ({ code, severity, column, rows }))
  return { ...toListedImport(detail), question, brake, groups, openUntil, undoUntil }
}
