import type { LadderStep } from '@haowu/shared/deposits.ts'
import type { Fen } from '@haowu/shared/money.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import type { LadderDates } from './top-up.ts'

export interface TopUp extends LadderDates {
  topUpId: string
  step: LadderStep
  openedAt: Date
  nextAt: Date | null
  ruleVersion: number
}

function openTopUps(db: Db) {
  return db
    .selectFrom('depositTopUp')
    .select(['id as topUpId', 'step', 'openedAt', 'nextAt', 'ruleVersion'])
    .select(['noHoldsAt', 'noListingAt', 'payoutsFrozenAt'])
    .where('state', '=', 'open')
}

/** The party's open top-up; under the party's lock nobody else moves it. */
export async function findOpenTopUp(db: Db, partyId: string): Promise<TopUp | undefined> {
  const row = await openTopUps(db).where('partyId', '=', partyId).executeTakeFirst()
  return row as TopUp | undefined
}

/** Opens a top-up with the days of the ladder as the rule is now. */
export async function insertTopUp(
  trx: Transaction<Database>,
  { partyId, kind, dueFen, shortFen }: { partyId: string; kind: string; dueFen: Fen; shortFen: Fen },
): Promise<TopUp> {
  const { version, value } = await readRule(trx, 'deposit_ladder', kind)
  const { noHoldsDays, noListingDays, payoutsFrozenDays } = value
  await sql`
    INSERT INTO deposit_top_up (party_id, due_fen, short_fen, rule_version, opened_at,
      no_holds_at, no_listing_at, payouts_frozen_at, next_at)
    SELECT ${partyId}, ${dueFen}, ${shortFen}, ${version}, now,
      now + ${noHoldsDays} * interval '1 day', now + ${noListingDays} * interval '1 day',
      now + ${payoutsFrozenDays} * interval '1 day', now + ${noHoldsDays} * interval '1 day'
    FROM (SELECT app_now() AS now) AS clock
  `.execute(trx)
  const opened = await findOpenTopUp(trx, partyId)
  if (!opened) throw new Error(`the top-up of ${partyId} was not opened`)
  return opened
}

export async function moveTopUp(
  trx: Transaction<Database>,
  { topUpId, step, nextAt }: Pick<TopUp, 'topUpId' | 'step' | 'nextAt'>,
): Promise<void> {
  await trx.updateTable('depositTopUp').set({ step, nextAt }).where('id', '=', topUpId).execute()
}

export async function closeTopUp(trx: Transaction<Database>, topUpId: string): Promise<void> {
  await trx
    .updateTable('depositTopUp')
    .set({ state: 'restored', nextAt: null, restoredAt: sql<Date>`app_now()` })
    .where('id', '=', topUpId)
    .execute()
}

/** Parties whose next step is due, the longest due first. Nothing is locked: each is judged again under its own lock. */
export async function findDueSteps(db: Db, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('depositTopUp')
    .select('partyId')
    .where('nextAt', '<=', sql<Date>`app_now()`)
    .orderBy('nextAt')
    .limit(limit)
    .execute()
  return rows.map(row => row.partyId)
}

/** Which of these parties have a top-up open. */
export async function withOpenTopUp(db: Db, partyIds: string[]): Promise<Set<string>> {
  if (partyIds.length === 0) return new Set()
  const rows = await db
    .selectFrom('depositTopUp')
    .select('partyId')
    .where('partyId', 'in', partyIds)
    .where('state', '=', 'open')
    .execute()
  return new Set(rows.map(row => row.partyId))
}
