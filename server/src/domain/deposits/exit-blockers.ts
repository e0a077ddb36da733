import type { ExitBlockerKind } from '@haowu/shared/deposits.ts'
import { ENDED_CASE_STATES } from '@haowu/shared/cases.ts'
import { LENT_STATES } from '@haowu/shared/custody.ts'
import type { Fen } from '@haowu/shared/money.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { receivable } from '#domain/ledger/accounts.ts'
import { readBalance } from '#domain/ledger/read-balances.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import type { HoldReason } from './deposit-store.ts'

export interface ExitBlocker {
  kind: ExitBlockerKind
  /** How many there are; 1 for what cannot be counted. */
  count: number
  /** When it ends by itself; null when somebody has to end it. */
  until: Date | null
}

export interface ExitCheck {
  blockers: ExitBlocker[]
  /** When the money goes back if it is asked for now and nothing else comes in between. */
  dueAt: Date
  /** The waiting time, and how long after its last sale buyers may come back. */
  days: ExitDays
  ruleVersion: number
}

export interface ExitDays {
  waitDays: number
  noFaultDays: number
  fraudDays: number
}

interface Counted {
  openOrders: number
  liveHolds: number
  loans: number
  cases: number
  noFaultUntil: Date | null
  fraudUntil: Date | null
  now: Date
  earliest: Date
}

/**
 * What keeps a party's deposit here: trade that is not over, holds, loans, cases, what it owes, and the windows after its
 * last sale in which a buyer may still come back. Each says when it ends, where a day is known.
 */
export async function checkExit(db: Db, partyId: string): Promise<ExitCheck> {
  const { value, version } = await readRule(db, 'deposit_exit')
  const found = await count(db, partyId, value)
  const owedFen: Fen = await readBalance(db, receivable(partyId))
  const blockers: ExitBlocker[] = [
    { kind: 'open_orders', count: found.openOrders, until: null },
    { kind: 'live_holds', count: found.liveHolds, until: null },
    { kind: 'loans', count: found.loans, until: null },
    { kind: 'cases', count: found.cases, until: null },
    { kind: 'receivable', count: owedFen > 0n ? 1 : 0, until: null },
    ...windowOf('no_fault_window', found.noFaultUntil, found.now),
    ...windowOf('fraud_window', found.fraudUntil, found.now),
  ]
  const dueAt = [found.noFaultUntil, found.fraudUntil].reduce<Date>(
    (latest, until) => (until && until > latest ? until : latest),
    found.earliest,
  )
  return { blockers: blockers.filter(blocker => blocker.count > 0), dueAt, days: value, ruleVersion: version }
}

function windowOf(kind: ExitBlockerKind, until: Date | null, now: Date): ExitBlocker[] {
  return until && until > now ? [{ kind, count: 1, until }] : []
}

async function count(
  db: Db,
  partyId: string,
  { waitDays, noFaultDays, fraudDays }: ExitDays,
): Promise<Counted> {
  // A hold may outlive what it was for by a moment; the money behind it is not free until then.
  const openHolds = (reason: HoldReason) =>
    sql`(SELECT count(*)::int FROM deposit_hold WHERE party_id = ${partyId} AND reason = ${reason} AND state = 'open')`
  const { rows } = await sql<Counted>`
    WITH trade AS MATERIALIZED (
      SELECT state, paid_at FROM orders WHERE supplier_id = ${partyId}
      UNION ALL
      SELECT state, paid_at FROM orders WHERE streamer_id = ${partyId}
    ), last AS (SELECT max(paid_at) AS sale FROM trade WHERE state <> 'closed')
    SELECT
      (SELECT count(*)::int FROM trade WHERE state NOT IN ('completed', 'closed', 'refunded')) AS open_orders,
      greatest((SELECT count(*)::int FROM live_hold JOIN item ON item.id = live_hold.item_id
        WHERE live_hold.state = 'active' AND ${partyId} IN (live_hold.streamer_id, item.supplier_id)),
        ${openHolds('live_hold')}) AS live_holds,
      greatest((SELECT count(*)::int FROM sample_loan
        WHERE state = ANY(${[...LENT_STATES]}::text[]) AND ${partyId} IN (streamer_id, supplier_id)),
        ${openHolds('loan')}) AS loans,
      greatest((SELECT count(*)::int FROM trust_case
        WHERE state <> ALL(${[...ENDED_CASE_STATES]}::text[]) AND ${partyId} IN (respondent_id, claimant_id)),
        ${openHolds('case')}) AS cases,
      sale + ${noFaultDays} * interval '1 day' AS no_fault_until,
      sale + ${fraudDays} * interval '1 day' AS fraud_until,
      now, now + ${waitDays} * interval '1 day' AS earliest
    FROM last, (SELECT app_now() AS now) AS clock
  `.execute(db)
  const [found] = rows
  if (!found) throw new Error('the exit check gave no answer')
  return found
}
