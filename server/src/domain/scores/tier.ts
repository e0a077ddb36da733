import { TIERS, type Tier } from '@haowu/shared/scores.ts'
import type { RuleValue } from '#domain/rules/rule.ts'

/** From which score on each tier holds, in hundredths of a point, and how far below it nobody falls out yet. */
export type TierRule = RuleValue<'score_tiers'>

/**
 * The tier of somebody with this score who stands in `current`: one rises as soon as the threshold is met, and falls only when
 * the score is below it by more than the margin, so that nobody swings to and fro with each day.
 */
export function decideTier(rule: TierRule, score: number, current: Tier): Tier {
  const risen = tierOf(rule, score)
  if (isBetter(risen, current)) return risen
  const kept = tierOf(rule, score + rule.margin)
  return isBetter(current, kept) ? kept : current
}

/** The tier of a score by itself. */
export function tierOf({ from }: TierRule, score: number): Tier {
  if (score >= from.A) return 'A'
  if (score >= from.B) return 'B'
  return score >= from.C ? 'C' : 'D'
}

export function isBetter(tier: Tier, than: Tier): boolean {
  return TIERS.indexOf(tier) < TIERS.indexOf(than)
}
