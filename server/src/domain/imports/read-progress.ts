import type { ImportPhase, ImportProgress } from '@haowu/shared/imports.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'

export interface ShownProgress extends ImportProgress {
  /** Rows in a second; 0 before that can be told. */
  perSecond: number
  /** Of this phase; null before it can be told. */
  remainingSeconds: number | null
}

interface StoredProgress {
  phase: ImportPhase
  done: bigint
  total: bigint
  rows: bigint
  startedAt: Date
  updatedAt: Date
}

/** No rate is told of less: the first moments of a phase say nothing about the rest. */
const FEWEST_SECONDS = 1

/** How far the run at work has come; null when none is, or it has not said anything yet. */
export async function readProgress(db: Db, importId: string): Promise<ShownProgress | null> {
  const { rows } = await sql<StoredProgress>`
    SELECT phase, done, total, progress.rows, started_at, updated_at FROM import_progress AS progress
    JOIN item_import ON item_import.id = progress.import_id AND item_import.run_token = progress.run_token
    WHERE import_id = ${importId} AND item_import.state IN ('previewing', 'applying', 'undoing')
  `.execute(db)
  const [row] = rows
  return row ? rated(row) : null
}

function rated({ phase, startedAt, updatedAt, ...counters }: StoredProgress): ShownProgress {
  const [done, total, rows] = [Number(counters.done), Number(counters.total), Number(counters.rows)]
  const seconds = (updatedAt.getTime() - startedAt.getTime()) / 1_000
  const canTell = seconds >= FEWEST_SECONDS && done > 0
  return {
    phase,
    done,
    total,
    rows,
    startedAt: startedAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    perSecond: canTell ? Math.round(rows / seconds) : 0,
    remainingSeconds: canTell && total >= done ? Math.ceil(((total - done) * seconds) / done) : null,
  }
}
