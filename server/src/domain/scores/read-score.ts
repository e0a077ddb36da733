import { TIERS, type Tier } from '@haowu/shared/scores.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { readRule, readRules } from '#domain/rules/read-rules.ts'
import { decayWeights, type InputScore } from './formula.ts'
import { lookAhead, type Outlook } from './outlook.ts'
import { sumFacts } from './score-store.ts'

const CURVE_DAYS = 30
/** As many as everybody starts with: a number one can picture. */
const ORDERS_AHEAD = 20

export interface ScoreSeen {
  partyId: string
  name: string
  kind: 'supplier' | 'streamer'
  tier: Tier
  /** Null until the first day is over. */
  latest: DayScore | null
  /** Oldest first, with gaps where nobody scored. */
  curve: { day: string; score: number; tier: Tier }[]
  formula: {
    version: number
    windowDays: number
    halfLifeDays: number
    priorOrders: number
    neutralBps: number
  }
  thresholds: { A: number; B: number; C: number; margin: number }
  outlook: Outlook
  effects: TierEffect[]
}

interface DayScore {
  day: string
  score: number
  ruleVersion: number
  inputs: InputScore[]
}

/** What a tier brings with it. */
export interface TierEffect {
  tier: Tier
  /** Suppliers: days from receipt until their share is payable. */
  settlementDays: number | null
  /** Streamers: how many pieces one show may hold. */
  holdLimit: number | null
  /** Streamers: how many samples may be on loan to one at once. */
  loanLimit: number | null
  /** What the deposit due is multiplied by. */
  depositFactorBps: number
}

/** A supplier's or streamer's score with all it is made of, and what each tier means. Throws `not_found` for anybody else. */
export async function readScore(db: Db, { partyId }: { partyId: string }): Promise<ScoreSeen> {
  const party = await db
    .selectFrom('party')
    .select(['id as partyId', 'name', 'kind', 'tier'])
    .where('id', '=', partyId)
    .where('kind', 'in', ['supplier', 'streamer'])
    .executeTakeFirst()
  if (!party) throw new DomainError('not_found', { what: 'party' })
  const kind = party.kind as ScoreSeen['kind']
  const { value: formula, version } = await readRule(db, 'score_weights', kind)
  const { value: tiers } = await readRule(db, 'score_tiers', kind)
  const [latest, ...earlier] = await readDays(db, partyId)
  const sums = latest
    ? await sumFacts(db, { subjectIds: [partyId], day: latest.day, weights: decayWeights(formula) })
    : () => new Map()
  const { windowDays, halfLifeDays, priorOrders, neutralBps } = formula
  return {
    ...party,
    kind,
    tier: party.tier as Tier,
    latest: latest ?? null,
    curve: (latest ? [latest, ...earlier] : [])
      .map(({ day, score, tier }) => ({ day, score, tier }))
      .reverse(),
    formula: { version, windowDays, halfLifeDays, priorOrders, neutralBps },
    thresholds: { ...tiers.from, margin: tiers.margin },
    outlook: lookAhead(formula, sums(partyId), ORDERS_AHEAD),
    effects: await Promise.all(TIERS.map(tier => readEffect(db, kind, tier))),
  }
}

async function readDays(db: Db, partyId: string): Promise<(DayScore & { tier: Tier })[]> {
  const { rows } = await sql<DayScore & { tier: Tier }>`
    SELECT day::text, score, tier, rule_version, inputs FROM party_score
    WHERE party_id = ${partyId} AND day > business_day(app_now()) - ${CURVE_DAYS + 1}::int
    ORDER BY party_score.day DESC
  `.execute(db)
  return rows
}

async function readEffect(db: Db, kind: ScoreSeen['kind'], tier: Tier): Promise<TierEffect> {
  const rules = await readRules(db, {
    settlement_delay: tier,
    live_hold_window: tier,
    sample_loan: tier,
    deposit_tier_factor: tier,
  })
  return {
    tier,
    settlementDays: kind === 'supplier' ? rules.settlement_delay.value.days : null,
    holdLimit: kind === 'streamer' ? rules.live_hold_window.value.limit : null,
    loanLimit: kind === 'streamer' ? rules.sample_loan.value.mostAtOnce : null,
    depositFactorBps: rules.deposit_tier_factor.value.factorBps,
  }
}
