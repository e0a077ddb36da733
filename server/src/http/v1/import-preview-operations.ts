import { ITEM_STATES } from '@haowu/shared/catalog.ts'
import { toFenText } from '@haowu/shared/money.ts'
import { z } from 'zod'
import { CHANGE_KINDS, listPreviewedChanges } from '#domain/imports/list-changes.ts'
import { listMissing } from '#domain/imports/list-missing.ts'
import { previewUndo } from '#domain/imports/preview-undo.ts'
import { readImport } from '#domain/imports/read-import.ts'
import { byImport, pageOfRows } from './import-page.ts'
import { none, operation, type Operation } from './operation.ts'

const fen = z.string()

/** What an import would do, or taking it back: asked before a program agrees. */
export const importPreviewOperations: Operation[] = [
  operation({
    id: 'listImportChanges',
    method: 'get',
    path: '/imports/{importId}/changes',
    summary: 'What a previewed import would change, the largest price moves first',
    params: byImport,
    query: pageOfRows.extend({ kind: z.enum(CHANGE_KINDS).optional() }),
    body: null,
    answers: {
      200: {
        says: 'One page of changes.',
        body: z.strictObject({
          changes: z.array(
            z.strictObject({
              line: z.int(),
              sku: z.string(),
              title: z.string().nullable(),
              action: z.enum(['new', 'changed', 'returned', 'withdrawn']),
              priceFen: fen.nullable(),
              priceBeforeFen: fen.nullable(),
              titleBefore: z.string().nullable(),
              withReport: z.boolean(),
              changes: z.array(
                z.strictObject({ field: z.string(), before: z.unknown(), after: z.unknown() }),
              ),
            }),
          ),
          nextCursor: z.string().nullable(),
        }),
      },
    },
    async run({ deps: { db }, holder: { supplierId }, params: { importId }, query }) {
      await readImport(db, { supplierId, importId })
      const { rows, nextCursor } = await listPreviewedChanges(db, { ...query, supplierId, importId })
      const changes = rows.map(({ priceFen, priceBeforeFen, ...row }) => ({
        ...row,
        priceFen: priceFen === null ? null : toFenText(priceFen),
        priceBeforeFen: priceBeforeFen === null ? null : toFenText(priceBeforeFen),
      }))
      return { status: 200, body: { changes, nextCursor } }
    },
  }),
  operation({
    id: 'listImportMissing',
    method: 'get',
    path: '/imports/{importId}/missing',
    summary: 'What a full file leaves out, and what becomes of it',
    params: byImport,
    query: pageOfRows.extend({ cursor: z.uuid().optional() }),
    body: null,
    answers: {
      200: {
        says: 'One page of items. `kept` says why one of them would stay on offer.',
        body: z.strictObject({
          missing: z.array(
            z.strictObject({
              itemId: z.uuid(),
              sku: z.string(),
              title: z.string(),
              priceFen: fen,
              state: z.enum(ITEM_STATES),
              kept: z.enum(['held', 'sold']).nullable(),
            }),
          ),
          nextCursor: z.string().nullable(),
        }),
      },
    },
    async run({ deps: { db }, holder: { supplierId }, params: { importId }, query }) {
      await readImport(db, { supplierId, importId })
      const { rows, nextCursor } = await listMissing(db, { ...query, supplierId, importId })
      const missing = rows.map(row => ({ ...row, priceFen: toFenText(row.priceFen) }))
      return { status: 200, body: { missing, nextCursor } }
    },
  }),
  operation({
    id: 'previewUndo',
    method: 'get',
    path: '/imports/{importId}/undo',
    summary: 'What taking an import back would put back and what would stay; of one taken back, what it did',
    params: byImport,
    query: none,
    body: null,
    answers: {
      200: {
        says: 'How many items, and the first of those that stay with the reason.',
        body: z.strictObject({
          restorable: z.int(),
          keptTotal: z.int(),
          kept: z.array(
            z.strictObject({
              sku: z.string(),
              title: z.string(),
              reason: z.enum(['sold', 'held', 'changed']),
              byImportId: z.uuid().nullable(),
            }),
          ),
        }),
      },
    },
    async run({ deps, holder: { supplierId }, params: { importId } }) {
      return { status: 200, body: await previewUndo(deps.db, { supplierId, importId }) }
    },
  }),
]
