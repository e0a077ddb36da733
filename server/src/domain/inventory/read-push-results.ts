import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { fieldOfHeader } from '#domain/imports/import-field.ts'
import { IMPORT_LIMITS } from '#domain/imports/import-limits.ts'
import { listFindings, type StoredFinding } from '#domain/imports/list-findings.ts'

/** Cells by the field they belong to; a field that is not there leaves what stands. */
export type PushedRow = ReadonlyMap<string, string>

/** `error`: the row was left out, and its findings say why. */
export const PUSH_OUTCOMES = ['new', 'changed', 'unchanged', 'error'] as const
export type PushOutcome = (typeof PUSH_OUTCOMES)[number]

export interface PushFinding extends Pick<StoredFinding, 'code' | 'severity' | 'value' | 'facts'> {
  /** The field it is about; null when it is about the whole row. */
  field: string | null
}

export interface PushedResult {
  sku: string
  result: PushOutcome
  findings: PushFinding[]
}

/** What became of each row of an applied push, in the order of the rows. */
export async function readPushResults(
  db: Db,
  push: { supplierId: string; importId: string; rows: readonly PushedRow[]; lineOfRow(row: number): number },
): Promise<PushedResult[]> {
  const { supplierId, importId, rows, lineOfRow } = push
  const limit = rows.length * IMPORT_LIMITS.errorsPerRow
  const findings = await listFindings(db, { supplierId, importId, limit })
  const found = Map.groupBy(findings.rows, ({ line }) => line)
  const moved = await readMoved(db, push)
  return rows.map((row, at) => {
    const line = lineOfRow(at)
    const own = found.get(line) ?? []
    const leftOut = own.some(({ severity }) => severity !== 'warning')
    const result = leftOut ? 'error' : (moved.get(line) ?? 'unchanged')
    return { sku: row.get('sku') ?? '', result, findings: own.map(toPushFinding) }
  })
}

function toPushFinding({ code, severity, column, value, facts }: StoredFinding): PushFinding {
  return { code, severity, value, facts, field: fieldOfHeader(column)?.field ?? null }
}

/** By line, what the import brought in and what it changed; what it did neither with was so before. */
async function readMoved(
  db: Db,
  { supplierId, importId }: { supplierId: string; importId: string },
): Promise<Map<number, 'new' | 'changed'>> {
  const { rows } = await sql<{ line: number; moved: 'new' | 'changed' }>`
    SELECT import_line AS line, 'new' AS moved FROM item
    WHERE supplier_id = ${supplierId} AND import_id = ${importId} AND version = 1 AND import_line IS NOT NULL
    UNION ALL
    SELECT import_line, 'changed' FROM item_history WHERE import_id = ${importId} AND cause = 'api' AND import_line IS NOT NULL
  `.execute(db)
  return new Map(rows.map(({ line, moved }) => [line, moved]))
}
