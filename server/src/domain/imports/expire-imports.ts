import type { ImportState } from '@haowu/shared/imports.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { announce } from '#domain/outbox/announce.ts'
import { AWAITED_EVENT } from './awaited-event.ts'
import { dropStaged, settleStop } from './settle-stop.ts'

/**
 * An import that the brake holds and nobody looks at is dropped; the catalogue stays as it was. So is one of a source that was stopped:
 * the source is not read again before it ends.
 */
const FORGOTTEN_HOURS = 48
/** A run says twice a second that it lives; whoever has been silent for so long is gone. */
const SILENT_SECONDS = 90
/** So many attempts at one import are enough: what killed each of them will kill the next. A wake is three attempts. */
const MOST_RUNS = 45
/** After so many the wait doubles each time, up to an hour: an outage of half a day must not end an import for good. */
const QUICK_RUNS = 4
const LONGEST_WAIT_SECONDS = 3600
const IMPORTS_PER_SWEEP = 50

/**
 * Looks after imports that nobody else does: drops braked and stopped ones after two days, wakes those whose run is gone, and gives
 * up on those that kill every run, so that none is at work for ever. Safe to call at any time, by many.
 */
export async function tendImports(db: Db): Promise<void> {
  await cancelForgotten(db)
  await wakeAbandoned(db)
}

async function cancelForgotten(db: Db): Promise<void> {
  const longAgo = sql<Date>`app_now() - make_interval(hours => ${FORGOTTEN_HOURS})`
  await db.transaction().execute(async trx => {
    const forgotten = await trx
      .selectFrom('itemImport')
      .select('id')
      .where('state', '=', 'previewed')
      .where(({ and, eb, or }) =>
        or([
          and([eb('brake', 'is not', null), eb('brakeAcceptedAt', 'is', null)]),
          and([eb('feedSourceId', 'is not', null), eb('stoppedAt', '<', longAgo)]),
        ]),
      )
      // One that was stopped and then read again in another way was looked at since.
      .where('runStartedAt', '<', longAgo)
      .orderBy('createdAt')
      .limit(IMPORTS_PER_SWEEP)
      .forNoKeyUpdate()
      .skipLocked()
      .execute()
    for (const { id } of forgotten) await settleStop(trx, { importId: id, state: 'previewed' })
  })
}

interface Abandoned {
  id: string
  state: keyof typeof AWAITED_EVENT
  runToken: bigint
  applied: boolean
}

async function wakeAbandoned(db: Db): Promise<void> {
  await db.transaction().execute(async trx => {
    const { rows } = await sql<Abandoned>`
      SELECT id, state, run_token, applied_at IS NOT NULL AS applied FROM item_import
      WHERE state IN ('uploaded', 'previewing', 'applying', 'undoing')
        AND greatest(created_at, run_started_at) < app_now() - make_interval(secs =>
          least(${SILENT_SECONDS} * power(2, greatest(run_token - ${QUICK_RUNS}, 0)), ${LONGEST_WAIT_SECONDS}))
        AND NOT EXISTS (SELECT FROM import_progress AS progress WHERE progress.import_id = item_import.id
          AND progress.updated_at > clock_timestamp() - make_interval(secs => ${SILENT_SECONDS}))
      ORDER BY created_at LIMIT ${IMPORTS_PER_SWEEP} FOR NO KEY UPDATE SKIP LOCKED
    `.execute(trx)
    for (const abandoned of rows) {
      if (abandoned.runToken >= MOST_RUNS) await giveUp(trx, abandoned)
      else
        await announce(trx, AWAITED_EVENT[abandoned.state], {
          key: `import:${abandoned.id}:wake:${abandoned.runToken}`,
          payload: { importId: abandoned.id },
        })
    }
  })
}

/** What was applied once stays applied, whatever failed afterwards. */
async function giveUp(trx: Transaction<Database>, { id, state, applied }: Abandoned): Promise<void> {
  if (applied) return settleStop(trx, { importId: id, state: state satisfies ImportState })
  await trx
    .updateTable('itemImport')
    .set({ state: 'failed', errorCode: 'internal', errorFacts: '{}', runToken: sql`run_token + 1` })
    .where('id', '=', id)
    .execute()
  await dropStaged(trx, id)
}
