import { type PenaltyAmount, penaltyAmount } from '@haowu/shared/cases.ts'
import { type Fen, shareOf, toFenText } from '@haowu/shared/money.ts'
import { RESTRICTION_KINDS } from '@haowu/shared/restrictions.ts'
import { z } from 'zod'
import { DomainError } from '#domain/domain-error.ts'

const restriction = z.strictObject({ kind: z.enum(RESTRICTION_KINDS), days: z.int().min(1).max(365) })
export type TimedRestriction = z.output<typeof restriction>

const penaltyStep = z.strictObject({
  /** From which time on it was found within the repeat window; the first step is for the first time. */
  from: z.int().min(1).max(100),
  points: z.int().min(0).max(12),
  amount: penaltyAmount,
  restrictions: z.array(restriction).max(3),
})

/** What a clause costs, by how often it was found: from the first time on, each step later than the one before. */
export const penaltySchedule = z
  .array(penaltyStep)
  .min(1)
  .max(10)
  .refine(
    steps =>
      steps[0]?.from === 1 && steps.every((step, n) => n === 0 || step.from > (steps[n - 1]?.from ?? 0)),
    { error: 'the steps do not rise from 1' },
  )
export type PenaltySchedule = z.output<typeof penaltySchedule>

/** What the formula is applied to, and where it comes from. */
export interface PenaltyBase {
  from: 'paid' | 'item_price' | 'nothing'
  fen: Fen
}

/** One line of the arithmetic, for people; amounts are fen as text. */
export type PenaltyLine =
  | { step: 'repeat'; times: number; from: number }
  | { step: 'base'; from: PenaltyBase['from']; amountFen: string }
  | { step: 'rate'; rateBps: number; amountFen: string }
  | { step: 'least' | 'most' | 'fixed' | 'set' | 'none' | 'result'; amountFen: string }
  | { step: 'most_of_rate'; rateBps: number; amountFen: string }

export interface Penalty {
  points: number
  amountFen: Fen
  restrictions: TimedRestriction[]
  lines: PenaltyLine[]
}

export interface PenaltyFacts {
  schedule: PenaltySchedule
  base: PenaltyBase
  /** How often the clause was found against the party before, within the repeat window. */
  earlier: number
  /** For an amount that is set case by case. */
  setFen?: Fen | undefined
}

/**
 * What a clause costs in this case, line by line. Pure. An amount that is set must be given and stay within the clause's
 * limit, else `bad_request {field: 'amountFen', mostFen}`.
 */
export function calculatePenalty({ schedule, base, earlier, setFen }: PenaltyFacts): Penalty {
  const times = earlier + 1
  const step = schedule.findLast(({ from }) => times >= from)
  if (!step) throw new Error(`no step for time ${times}`)
  const lines: PenaltyLine[] = [{ step: 'repeat', times, from: step.from }]
  const amountFen = amountOf(step.amount, { base, setFen, lines })
  lines.push({ step: 'result', amountFen: toFenText(amountFen) })
  return { points: step.points, amountFen, restrictions: step.restrictions, lines }
}

/** The most that the clause can cost here, for setting it aside before anything is decided. */
export function mostPenalty(facts: Omit<PenaltyFacts, 'setFen'>): Fen {
  const times = facts.earlier + 1
  const amount = facts.schedule.findLast(({ from }) => times >= from)?.amount
  const setFen = amount?.kind === 'set' ? shareOf(facts.base.fen, amount.mostRateBps) : undefined
  return calculatePenalty({ ...facts, setFen }).amountFen
}

interface Reckoning {
  base: PenaltyBase
  setFen: Fen | undefined
  lines: PenaltyLine[]
}

function amountOf(amount: PenaltyAmount, { base, setFen, lines }: Reckoning): Fen {
  switch (amount.kind) {
    case 'none':
      lines.push({ step: 'none', amountFen: '0' })
      return 0n
    case 'fixed':
      lines.push({ step: 'fixed', amountFen: amount.amountFen })
      return BigInt(amount.amountFen)
    case 'rate':
      return rateOf(amount, { base, setFen, lines })
    case 'set': {
      const mostFen = shareOf(base.fen, amount.mostRateBps)
      if (setFen === undefined || setFen > mostFen)
        throw new DomainError('bad_request', { field: 'amountFen', mostFen: toFenText(mostFen) })
      lines.push({ step: 'base', from: base.from, amountFen: toFenText(base.fen) })
      lines.push({ step: 'most_of_rate', rateBps: amount.mostRateBps, amountFen: toFenText(mostFen) })
      lines.push({ step: 'set', amountFen: toFenText(setFen) })
      return setFen
    }
  }
}

function rateOf(
  { rateBps, leastFen: least, mostFen: most }: PenaltyAmount & { kind: 'rate' },
  { base, lines }: Reckoning,
): Fen {
  const [leastFen, mostFen] = [BigInt(least), BigInt(most)]
  const shareFen = shareOf(base.fen, rateBps)
  lines.push({ step: 'base', from: base.from, amountFen: toFenText(base.fen) })
  lines.push({ step: 'rate', rateBps, amountFen: toFenText(shareFen) })
  if (shareFen < leastFen) {
    lines.push({ step: 'least', amountFen: toFenText(leastFen) })
    return leastFen
  }
  if (shareFen > mostFen) {
    lines.push({ step: 'most', amountFen: toFenText(mostFen) })
    return mostFen
  }
  return shareFen
}
