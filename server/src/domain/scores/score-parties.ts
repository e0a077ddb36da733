import type { Database, Db, Transaction } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { tellParty } from '#domain/notices/tell-party.ts'
import { readRules } from '#domain/rules/read-rules.ts'
import type { Rule } from '#domain/rules/rule.ts'
import { decayWeights, scoreOf } from './formula.ts'
import { findUnscored, insertScores, moveTier, type NewScore, sumFacts } from './score-store.ts'
import { decideTier } from './tier.ts'

const BATCH = 500
const MOST_BATCHES = 2_000

export interface ScoredDay {
  scored: number
  tiersChanged: number
}

/**
 * Scores all parties of a kind for one day, from the days counted before, in transactions of one batch each. A party that has its
 * score is passed over, so that a run that was killed goes on, and a second one does nothing.
 */
export async function scoreParties(
  db: Db,
  { kind, day }: { kind: 'supplier' | 'streamer'; day: string },
): Promise<ScoredDay> {
  const rules = await readRules(db, { score_weights: kind, score_tiers: kind })
  const done = { scored: 0, tiersChanged: 0 }
  let after: string | null = null
  for (let batch = 0; batch < MOST_BATCHES; batch++) {
    const step: Step = { kind, day, after, rules }
    const { last, scored, tiersChanged } = await db.transaction().execute(trx => scoreBatch(trx, step))
    done.scored += scored
    done.tiersChanged += tiersChanged
    if (last === null) break
    after = last
  }
  return done
}

interface Step {
  kind: string
  day: string
  after: string | null
  rules: { score_weights: Rule<'score_weights'>; score_tiers: Rule<'score_tiers'> }
}

async function scoreBatch(trx: Transaction<Database>, { kind, day, after, rules }: Step) {
  const parties = await findUnscored(trx, { kind, day, after, limit: BATCH })
  const formula = rules.score_weights.value
  const subjectIds = parties.map(({ partyId }) => partyId)
  const sums = await sumFacts(trx, { subjectIds, day, weights: decayWeights(formula) })
  const scores = parties.map(({ partyId, tier }): NewScore => {
    const score = scoreOf(formula, sums(partyId))
    const next = decideTier(rules.score_tiers.value, score.score, tier)
    return { ...score, partyId, tier: next, tierBefore: tier }
  })
  const written = await insertScores(trx, { day, ruleVersion: rules.score_weights.version, scores })
  const moved = scores.filter(score => score.tier !== score.tierBefore && written.has(score.partyId))
  for (const score of moved) await changeTier(trx, day, score)
  const last = parties.length < BATCH ? null : (parties.at(-1)?.partyId ?? null)
  return { last, scored: written.size, tiersChanged: moved.length }
}

async function changeTier(
  trx: Transaction<Database>,
  day: string,
  { partyId, score, tier, tierBefore }: NewScore,
): Promise<void> {
  if (!(await moveTier(trx, { partyId, from: tierBefore, to: tier }))) return
  await recordAct(trx, {
    actor: 'system:scores',
    action: 'tier_changed',
    subjectType: 'party',
    subjectId: partyId,
    facts: { day, score, from: tierBefore, to: tier },
  })
  await tellParty(trx, {
    partyId,
    kind: 'tier_changed',
    key: `score:${partyId}:${day}:tier`,
    refId: partyId,
    facts: { from: tierBefore, to: tier, points: (score / 100).toFixed(1) },
  })
}
