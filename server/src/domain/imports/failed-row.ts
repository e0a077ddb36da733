import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'

export const FAILED_ROW_STATES = ['open', 'fixed', 'skipped'] as const
export type FailedRowState = (typeof FAILED_ROW_STATES)[number]

/** A row that did not go in, as it stands in the file, with the cells that were mended since. */
export interface StoredFailedRow {
  line: number
  cells: string[]
  /** By the position of the column. */
  patched: Record<string, string> | null
  state: FailedRowState
}

export async function readFailedRows(
  db: Db | Transaction<Database>,
  { importId }: { importId: string },
  lines: number[],
): Promise<StoredFailedRow[]> {
  const { rows } = await sql<StoredFailedRow>`
    SELECT line, cells, patched, state FROM import_failed_row
    WHERE import_id = ${importId} AND line = ANY(${lines}::int[]) ORDER BY line
  `.execute(db)
  return rows
}

/** The row as it would be read now. */
export function mendedCells({ cells, patched }: StoredFailedRow): string[] {
  const mended = [...cells]
  for (const [position, value] of Object.entries(patched ?? {})) {
    const index = Number(position)
    while (mended.length < index) mended.push('')
    mended[index] = value
  }
  return mended
}
