import { EXPORT_DAYS, type ExportFormat, type ExportState, type ItemFilter } from '@haowu/shared/inventory.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { announce } from '#domain/outbox/announce.ts'
import { countMatching } from './read-exported-items.ts'

const MOST_OPEN = 3

/** Asks for a file of all matching items; it is written in the background. `limit_reached` while three are on their way. */
export async function requestExport(
  db: Db,
  input: {
    supplierId: string
    memberId: string
    filter: ItemFilter
    format: ExportFormat
    language: 'zh' | 'en'
  },
): Promise<{ exportId: string }> {
  const matching = await countMatching(db, input)
  return db.transaction().execute(async trx => {
    await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`exports of ${input.supplierId}`}, 0))`.execute(
      trx,
    )
    const open = await trx
      .selectFrom('itemExport')
      .select('id')
      .where('supplierId', '=', input.supplierId)
      .where('state', 'in', ['requested', 'running'])
      .execute()
    if (open.length >= MOST_OPEN) throw new DomainError('limit_reached', { what: 'export', limit: MOST_OPEN })
    const { id: exportId } = await trx
      .insertInto('itemExport')
      .values({ ...input, filter: JSON.stringify(input.filter), matching })
      .returning('id')
      .executeTakeFirstOrThrow()
    await announce(trx, 'export_requested', { key: `export:${exportId}`, payload: { exportId } })
    return { exportId }
  })
}

export interface ExportRow {
  exportId: string
  format: ExportFormat
  state: ExportState
  rows: number
  matching: number
  bytes: number | null
  createdAt: string
  doneAt: string | null
  /** Null when it is not done, or its file is no longer kept. */
  fileKey: string | null
}

const EXPORTS_SHOWN = 10

/** The supplier's latest exports, newest first. */
export async function listExports(db: Db, supplierId: string): Promise<ExportRow[]> {
  const rows = await db
    .selectFrom('itemExport')
    .select(['id', 'format', 'state', 'rowCount', 'matching', 'bytes', 'createdAt', 'doneAt', 'fileKey'])
    .select(sql<boolean>`done_at > app_now() - make_interval(days => ${EXPORT_DAYS})`.as('kept'))
    .where('supplierId', '=', supplierId)
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(EXPORTS_SHOWN)
    .execute()
  return rows.map(row => ({
    exportId: row.id,
    format: row.format as ExportFormat,
    state: row.state as ExportState,
    rows: Number(row.rowCount),
    matching: Number(row.matching),
    bytes: row.bytes === null ? null : Number(row.bytes),
    createdAt: row.createdAt.toISOString(),
    doneAt: row.doneAt?.toISOString() ?? null,
    fileKey: row.kept ? row.fileKey : null,
  }))
}
