import type { ScoreFact, ScoreInput, ScorePart } from '@haowu/shared/scores.ts'
import type { RuleValue } from '#domain/rules/rule.ts'

/** A formula as a rule row holds it: which facts make which input, and how much each input weighs. */
export type Formula = RuleValue<'score_weights'>

/** The newest day counts a million; integers, so that the database and everybody else add up the same sum. */
export const WHOLE = 1_000_000

/** What one fact of a party came to within the window: as counted, and with each day weighted by its age (millionths). */
export interface FactSum {
  count: number
  weighted: bigint
}
export type FactSums = ReadonlyMap<ScoreFact, FactSum>

export interface InputScore {
  code: ScoreInput
  part: ScorePart
  /** What it can give at most, in hundredths of a point; all inputs together 10,000. */
  weight: number
  /** What it gives. */
  points: number
  /** As counted within the window: how often it could have gone wrong, and how often it did. */
  base: number
  bad: number
  /** One failure costs as much as so many occasions that went well. */
  severity: number
  /** The rate that the points come from, in millionths. */
  rate: number
}

export interface Score {
  /** Hundredths of a point, 0–10,000: exactly the sum of the inputs' points. */
  score: number
  inputs: InputScore[]
}

/** What a fact of that age counts, in millionths, by age in days: half after each half-life. */
export function decayWeights({ windowDays, halfLifeDays }: Formula): number[] {
  return Array.from({ length: windowDays }, (_, age) => Math.round(WHOLE * 2 ** (-age / halfLifeDays)))
}

/**
 * The score that these facts give. Everybody starts with so many neutral orders, so that one order makes nobody, and one
 * failure breaks nobody; a failure counts `severity` times, and no input falls below nothing.
 */
export function scoreOf(formula: Formula, sums: FactSums): Score {
  const inputs = formula.inputs.map(input => scoreInput(formula, input, sums))
  return { score: inputs.reduce((sum, { points }) => sum + points, 0), inputs }
}

function scoreInput(formula: Formula, input: Formula['inputs'][number], sums: FactSums): InputScore {
  const base = addUp(sums, input.base)
  const bad = addUp(sums, input.bad)
  const prior = BigInt(formula.priorOrders * input.perOrder * WHOLE)
  const earned =
    (base.weighted - BigInt(input.severity) * bad.weighted) * 10_000n + prior * BigInt(formula.neutralBps)
  const possible = (base.weighted + prior) * 10_000n
  const rate = earned <= 0n ? 0 : Number((earned * BigInt(WHOLE)) / possible)
  return {
    code: input.code,
    part: input.part,
    weight: input.weight,
    points: Math.round((input.weight * rate) / WHOLE),
    base: base.count,
    bad: bad.count,
    severity: input.severity,
    rate,
  }
}

function addUp(sums: FactSums, facts: readonly ScoreFact[]): FactSum {
  let count = 0
  let weighted = 0n
  for (const fact of facts) {
    const sum = sums.get(fact)
    if (!sum) continue
    count += sum.count
    weighted += sum.weighted
  }
  return { count, weighted }
}
