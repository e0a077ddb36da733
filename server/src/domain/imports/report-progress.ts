import type { ImportPhase } from '@haowu/shared/imports.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import type { ImportRun } from './import-run.ts'

const EVERY_MS = 400

/** Thrown where a run finds that it was stopped or overtaken; whoever catches it leaves everything as it was. */
export class ImportStopped extends Error {
  override name = 'ImportStopped'
}

/** Bytes while reading, rows afterwards; and how many rows that is. */
export interface Step {
  done: number
  total: number
  rows?: number
}

export interface Progress {
  /** Tells how far the step is, and throws ImportStopped when it is no longer wanted. Cheap to call often. */
  tell(phase: ImportPhase, step: Step): Promise<void>
}

/**
 * Writes a run's progress over connections of its own, so that it is seen while the run's transaction is open, and looks
 * in the same statement whether somebody asked it to stop or another run has taken over.
 */
export function reportProgress(db: Db, { importId, runToken }: ImportRun): Progress {
  let next = 0
  let shown: ImportPhase | undefined
  return {
    async tell(phase, { done, total, rows = done }) {
      const now = performance.now()
      if (now < next && phase === shown) return
      next = now + EVERY_MS
      shown = phase
      const { rows: found } = await sql<{ goesOn: boolean }>`
        WITH told AS (
          INSERT INTO import_progress AS progress (import_id, run_token, phase, done, total, rows)
          VALUES (${importId}, ${runToken}, ${phase}, ${done}, ${total}, ${rows})
          ON CONFLICT (import_id) DO UPDATE SET run_token = excluded.run_token, phase = excluded.phase,
            done = excluded.done, total = excluded.total, rows = excluded.rows, updated_at = clock_timestamp(),
            started_at = CASE WHEN progress.run_token = excluded.run_token AND progress.phase = excluded.phase
              THEN progress.started_at ELSE clock_timestamp() END
        )
        SELECT run_token = ${runToken} AND state IN ('previewing', 'applying', 'undoing')
          AND NOT EXISTS (SELECT FROM import_cancel WHERE import_id = ${importId}) AS goes_on
        FROM item_import WHERE id = ${importId}
      `.execute(db)
      if (!found[0]?.goesOn) throw new ImportStopped()
    },
  }
}

/** What is left when a step has ended, in whatever way. */
export async function endProgress(db: Db, { importId, runToken }: ImportRun): Promise<void> {
  await db
    .deleteFrom('importProgress')
    .where('importId', '=', importId)
    .where('runToken', '=', runToken)
    .execute()
}
