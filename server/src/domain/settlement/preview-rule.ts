import type { PreviewedRule } from '@haowu/shared/previewed-rules.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { readDepositBalances } from '#domain/deposits/trade-facts.ts'
import { DomainError } from '#domain/domain-error.ts'
import { EVERYWHERE, type RuleValue, RULES } from '#domain/rules/rule.ts'
import { previewDepositRule } from './preview-deposit-rule.ts'
import { mostFelt, type RuleEffect, same, totals } from './rule-effect.ts'

export interface RuleChange {
  code: PreviewedRule
  scope: string
  value: unknown
}

/**
 * What the last 30 days would have been had this value been in force, beside what they were: from real orders, holds and deposits
 * and by the same arithmetic that charges them. Writes nothing. Throws `bad_request` for a value that does not fit the rule.
 */
export async function previewRule(db: Db, { code, scope, value }: RuleChange): Promise<RuleEffect> {
  const parsed = RULES[code].safeParse(value)
  if (!parsed.success) throw new DomainError('bad_request', { field: 'value' })
  switch (code) {
    case 'platform_fee':
      return previewFee(db, (parsed.data as RuleValue<'platform_fee'>).rateBps)
    case 'settlement_delay':
      return previewDelay(db, scope, (parsed.data as RuleValue<'settlement_delay'>).days)
    case 'deposit_base':
    case 'deposit_floating':
    case 'deposit_tier_factor':
      return previewDepositRule(db, { code, scope, value: parsed.data as RuleValue<typeof code> })
    case 'hold_exposure':
      return previewExposure(db, (parsed.data as RuleValue<'hold_exposure'>).rateBps)
  }
}

interface PartySums {
  partyId: string
  partyName: string
  count: number
  beforeFen: bigint
  afterFen: bigint
}

/** The fee on each order of 30 days, rounded down per order as it is charged, paid out of the supplier's share. */
async function previewFee(db: Db, rateBps: number): Promise<RuleEffect> {
  const { rows } = await sql<PartySums>`
    SELECT supplier_id AS party_id, party.name AS party_name, count(*)::int AS count,
      sum((list_fen - supplier_discount_fen) * (terms ->> 'platformRateBps')::bigint / 10000)::bigint AS before_fen,
      sum((list_fen - supplier_discount_fen) * ${rateBps}::bigint / 10000)::bigint AS after_fen
    FROM orders JOIN party ON party.id = supplier_id
    WHERE paid_at > app_now() - interval '30 days' AND orders.state NOT IN ('refunding', 'refunded')
    GROUP BY supplier_id, party.name
  `.execute(db)
  return {
    lines: [
      { what: 'orders', unit: 'count', ...same(rows.reduce((sum, row) => sum + row.count, 0)) },
      { what: 'parties', unit: 'count', ...same(rows.length) },
      { what: 'platform_fee', unit: 'fen', ...totals(rows) },
    ],
    feltBy: mostFelt(rows),
  }
}

/** How long the earnings of 30 days would have waited: fen times days, and the most that waits at once on an even flow. */
async function previewDelay(db: Db, scope: string, days: number): Promise<RuleEffect> {
  const { rows } = await sql<PartySums & { daysBefore: bigint }>`
    SELECT accrual.party_id, party.name AS party_name, count(*)::int AS count,
      sum(earned_fen - clawed_fen)::bigint AS earned_fen,
      coalesce(max((terms ->> 'settlementDays')::int), 0)::bigint AS days_before,
      (sum((earned_fen - clawed_fen) * (terms ->> 'settlementDays')::bigint) / 30)::bigint AS before_fen,
      (sum((earned_fen - clawed_fen) * ${days}::bigint) / 30)::bigint AS after_fen
    FROM orders JOIN accrual ON order_id = orders.id JOIN party ON party.id = accrual.party_id
    WHERE received_at > app_now() - interval '30 days' AND orders.state IN ('received', 'completed')
      AND (${scope} = ${EVERYWHERE} OR terms ->> 'settlementTier' = ${scope}) AND accrual.role <> 'platform'
    GROUP BY accrual.party_id, party.name
  `.execute(db)
  const daysBefore = rows.reduce((most, row) => (row.daysBefore > most ? row.daysBefore : most), 0n)
  return {
    lines: [
      { what: 'shares', unit: 'count', ...same(rows.reduce((sum, row) => sum + row.count, 0)) },
      { what: 'parties', unit: 'count', ...same(rows.length) },
      { what: 'days', unit: 'days', before: daysBefore, after: BigInt(days) },
      { what: 'waiting', unit: 'fen', ...totals(rows) },
    ],
    feltBy: mostFelt(rows),
  }
}

/** What the live holds of 30 days would have set aside, and those of this moment. */
async function previewExposure(db: Db, rateBps: number): Promise<RuleEffect> {
  const { rows } = await sql<PartySums & { openBeforeFen: bigint; openAfterFen: bigint }>`
    SELECT streamer_id AS party_id, party.name AS party_name, count(*)::int AS count,
      sum(exposure_fen)::bigint AS before_fen, sum(price_fen * ${rateBps}::bigint / 10000)::bigint AS after_fen,
      coalesce(sum(exposure_fen) FILTER (WHERE live_hold.state = 'active'), 0)::bigint AS open_before_fen,
      coalesce(sum(price_fen * ${rateBps}::bigint / 10000) FILTER (WHERE live_hold.state = 'active'), 0)::bigint AS open_after_fen
    FROM live_hold JOIN item ON item.id = item_id JOIN party ON party.id = streamer_id
    WHERE live_hold.created_at > app_now() - interval '30 days'
    GROUP BY streamer_id, party.name
  `.execute(db)
  const balanceOf = await readDepositBalances(
    db,
    rows.map(({ partyId }) => partyId),
  )
  const beyond = rows.filter(row => row.openAfterFen > balanceOf(row.partyId).balanceFen).length
  const open = rows.map(row => ({ beforeFen: row.openBeforeFen, afterFen: row.openAfterFen }))
  return {
    lines: [
      { what: 'holds', unit: 'count', ...same(rows.reduce((sum, row) => sum + row.count, 0)) },
      { what: 'held_in_all', unit: 'fen', ...totals(rows) },
      { what: 'held_now', unit: 'fen', ...totals(open) },
      { what: 'beyond_deposit', unit: 'count', before: 0n, after: BigInt(beyond) },
    ],
    feltBy: mostFelt(rows),
  }
}
