import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from './domain-error.ts'

export interface ClockReading {
  /** What `app_now()` says, as ISO text. */
  now: string
  /** How far it runs ahead of the real time. */
  shiftDays: number
}

const SECONDS_PER_DAY = 86_400
/** Two years: beyond it certificates and report dates of the demo would look absurd. */
const MAX_SHIFT_DAYS = 730

export async function readClock(db: Db): Promise<ClockReading> {
  const { rows } = await sql<{ now: Date; shiftSeconds: bigint }>`
    SELECT app_now() AS now, shift_seconds FROM app_clock
  `.execute(db)
  return toReading(rows[0])
}

/** How far the clock that decides runs ahead of the real one. */
export async function readClockShift(db: Db): Promise<number> {
  const { shiftSeconds } = await db.selectFrom('appClock').select('shiftSeconds').executeTakeFirstOrThrow()
  return Number(shiftSeconds)
}

/** Moves the clock that decides, forward only, so that a demo can show what matures in days. Throws `bad_request`. */
export async function advanceClock(db: Db, days: number): Promise<ClockReading> {
  const { rows } = await sql<{ now: Date; shiftSeconds: bigint }>`
    UPDATE app_clock SET shift_seconds = shift_seconds + ${days * SECONDS_PER_DAY}
    WHERE shift_seconds + ${days * SECONDS_PER_DAY} <= ${MAX_SHIFT_DAYS * SECONDS_PER_DAY}
    RETURNING clock_timestamp() + shift_seconds * interval '1 second' AS now, shift_seconds
  `.execute(db)
  if (rows.length === 0) throw new DomainError('bad_request', { field: 'days', maxShiftDays: MAX_SHIFT_DAYS })
  return toReading(rows[0])
}

function toReading(row: { now: Date; shiftSeconds: bigint } | undefined): ClockReading {
  if (!row) throw new Error('app_clock has no row')
  return { now: row.now.toISOString(), shiftDays: Number(row.shiftSeconds) / SECONDS_PER_DAY }
}
