import { z } from 'zod'
import { FAILED_ROW_STATES } from '#domain/imports/failed-row.ts'
import { fixAll } from '#domain/imports/fix-all.ts'
import { fixCells } from '#domain/imports/fix-cells.ts'
import { causeRepair, cellEdits, rowsToSkip } from '#domain/imports/import-answers.ts'
import { type FailedRowView, listFailedRows } from '#domain/imports/list-failed-rows.ts'
import { readColumnFields } from '#domain/imports/read-column-fields.ts'
import { skipRows } from '#domain/imports/skip-rows.ts'
import { byImport, pageOfLines } from './import-page.ts'
import { type Language, none, operation, type Operation } from './operation.ts'
import { tellFinding, toldFinding } from './told-finding.ts'

const failedRow = z.strictObject({
  line: z.int(),
  /** As they stand in the file. */
  cells: z.array(z.string()),
  /** What was mended, by the position of the column. */
  patched: z.record(z.string(), z.string()),
  /** `fixed` rows are good now and go in with the next apply. */
  state: z.enum(FAILED_ROW_STATES),
  findings: z.array(toldFinding.extend({ column: z.string(), columnIndex: z.int().nullable() })),
})

/** Rows that did not go in, mended where they are for as long as the import is open. */
export const importRepairOperations: Operation[] = [
  operation({
    id: 'listFailedRows',
    method: 'get',
    path: '/imports/{importId}/failed-rows',
    summary: 'The rows that did not go in, cell by cell, with what was mended since',
    params: byImport,
    query: pageOfLines.extend({ state: z.enum(FAILED_ROW_STATES).optional() }),
    body: null,
    answers: {
      200: {
        says: 'One page of rows, in the order of the file.',
        body: z.strictObject({
          columns: z.array(z.string()),
          rows: z.array(failedRow),
          nextCursor: z.string().nullable(),
          total: z.int(),
        }),
      },
    },
    async run({ deps, holder: { supplierId }, params: { importId }, query, language }) {
      const page = await listFailedRows(deps.db, { ...query, supplierId, importId })
      const fieldOf = await readColumnFields(deps.db, { supplierId, importId })
      return {
        status: 200,
        body: { ...page, rows: page.rows.map(row => inWords(row, { fieldOf, language })) },
      }
    },
  }),
  operation({
    id: 'fixCells',
    method: 'post',
    path: '/imports/{importId}/fix-cells',
    summary: 'Put other text into cells of rows that did not go in; each is judged again at once',
    params: byImport,
    query: none,
    body: z.strictObject({ edits: cellEdits }),
    answers: {
      200: { says: 'The rows as they stand now.', body: z.strictObject({ rows: z.array(failedRow) }) },
    },
    async run({ deps, holder: { supplierId, memberId }, params: { importId }, body, language }) {
      const rows = await fixCells(deps.db, { supplierId, memberId, importId, edits: body.edits })
      const fieldOf = await readColumnFields(deps.db, { supplierId, importId })
      return { status: 200, body: { rows: rows.map(row => inWords(row, { fieldOf, language })) } }
    },
  }),
  operation({
    id: 'fixAll',
    method: 'post',
    path: '/imports/{importId}/fix-all',
    summary: 'Do the same to every row with one cause: set the cell, or leave the row out',
    params: byImport,
    query: none,
    body: causeRepair,
    answers: {
      200: {
        says: 'How many rows were touched, and how many of them are good now.',
        body: z.strictObject({ changed: z.int(), fixed: z.int() }),
      },
    },
    async run({ deps, holder: { supplierId, memberId }, params: { importId }, body }) {
      return { status: 200, body: await fixAll(deps.db, { ...body, supplierId, memberId, importId }) }
    },
  }),
  operation({
    id: 'skipRows',
    method: 'post',
    path: '/imports/{importId}/skip-rows',
    summary: 'Leave rows out for good, or take that back',
    params: byImport,
    query: none,
    body: z.strictObject({ lines: rowsToSkip, skip: z.boolean() }),
    answers: { 200: { says: 'Done. Twice is once.', body: z.strictObject({ importId: z.uuid() }) } },
    async run({ deps, holder: { supplierId }, params: { importId }, body }) {
      await skipRows(deps.db, { ...body, supplierId, importId })
      return { status: 200, body: { importId } }
    },
  }),
]

interface Telling {
  fieldOf: (header: string) => string | null
  language: Language
}

function inWords({ findings, ...row }: FailedRowView, { fieldOf, language }: Telling) {
  return {
    ...row,
    findings: findings.map(found => tellFinding(found, { field: fieldOf(found.column), language })),
  }
}
