import type { ScoreFact, ScoreInput } from '@haowu/shared/scores.ts'
import { type FactSum, type FactSums, type Formula, scoreOf, WHOLE } from './formula.ts'

/** What so many more orders without a complaint would add, in hundredths of a point: for each input, and in all. */
export interface Outlook {
  orders: number
  score: number
  gains: { code: ScoreInput; points: number }[]
}

/** The score as it would be today if so many orders that went well were added to what happened. */
export function lookAhead(formula: Formula, sums: FactSums, orders: number): Outlook {
  const now = scoreOf(formula, sums)
  const later = scoreOf(formula, withGoodOrders(formula, sums, orders))
  return {
    orders,
    score: later.score,
    gains: now.inputs.map(({ code, points }, index) => ({
      code,
      points: (later.inputs[index]?.points ?? points) - points,
    })),
  }
}

/** Each fact is raised once, however many inputs stand on it; ratings by the steps of five stars. */
function withGoodOrders(formula: Formula, sums: FactSums, orders: number): FactSums {
  const added = new Map<ScoreFact, FactSum>(sums)
  const raised = new Set<ScoreFact>()
  for (const { base, bad, perOrder } of formula.inputs) {
    const good = base.find(fact => !bad.includes(fact))
    if (good === undefined || raised.has(good)) continue
    raised.add(good)
    const { count, weighted } = sums.get(good) ?? { count: 0, weighted: 0n }
    const more = orders * perOrder
    added.set(good, { count: count + more, weighted: weighted + BigInt(more) * BigInt(WHOLE) })
  }
  return added
}
