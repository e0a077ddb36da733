import type { DueReason } from '@haowu/shared/deposits.ts'
import { type Fen, least, shareOf } from '@haowu/shared/money.ts'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { readScopes, type RuleByScope, ruleOf } from '#domain/rules/read-scopes.ts'
import type { Rule, RuleCode, RuleValue } from '#domain/rules/rule.ts'
import { readTradeFacts, type TradeFacts } from './trade-facts.ts'

/** Why a deposit is due. The greatest of the three counts, times the factor of the tier; all of it is shown. */
export interface DepositDue {
  dueFen: Fen
  /** The greatest of the three, before the factor. */
  greatestFen: Fen
  decidedBy: DueReason
  /** By category of what a supplier offers (the highest counts), or for streamers as such. */
  base: { amountFen: Fen; scope: string; ruleVersion: number }
  /** Base and an addition by the sales of the last 30 days. */
  floating: { amountFen: Fen; salesFen: Fen; ruleVersion: number; band: FloatingBand }
  /** Part of the price of all that is held for the party's sessions or on loan to it now, at the rate when each was taken; the rate now. */
  exposure: { amountFen: Fen; liveHeldFen: Fen; onLoanFen: Fen; rateBps: number; ruleVersion: number }
  /** What the tier of the party makes of it. */
  factor: { tier: string; factorBps: number; ruleVersion: number }
}

/** Where the sales stand in the steps of the rule: what they add and from which sales on it is more, or beyond the steps their share; flat when more of them makes no more due. */
export type FloatingBand =
  | { kind: 'flat' }
  | { kind: 'step'; belowFen: Fen; addFen: Fen; nextFen: Fen }
  | { kind: 'share'; fromFen: Fen; rateBps: number; leastFen: Fen; capFen: Fen }

/** What a due is reckoned from. */
export const DUE_RULES = [
  'deposit_base',
  'deposit_floating',
  'deposit_tier_factor',
  'hold_exposure',
] as const satisfies RuleCode[]
export type DueRules = { [Code in (typeof DUE_RULES)[number]]: RuleByScope<Code> }

/** What a supplier or streamer has to have deposited, and why. Throws `not_found` for any other party. */
export async function readDepositDue(db: Db, partyId: string): Promise<DepositDue> {
  const due = (await readDepositDues(db, [partyId])).get(partyId)
  if (!due) throw new DomainError('not_found', { what: 'party' })
  return due
}

/** The same for many parties in two round trips; those that need no deposit are left out. */
export async function readDepositDues(db: Db, partyIds: string[]): Promise<Map<string, DepositDue>> {
  const rules = await readScopes(db, DUE_RULES)
  const facts = await readTradeFacts(db, partyIds)
  return new Map(facts.map(party => [party.partyId, decideDue(party, rules)]))
}

/** Pure: the greatest of base, floating and exposure, times the factor of the tier, in whole fen upwards. */
export function decideDue(
  { kind, tier, categories, salesFen, liveHeldFen, onLoanFen }: Omit<TradeFacts, 'partyId'>,
  rules: DueRules,
): DepositDue {
  const base = highestBase(rules.deposit_base, kind === 'streamer' ? ['streamer'] : categories)
  const floating = ruleOf(rules.deposit_floating, kind)
  const baseFen = base.value.amountFen
  const floatingFen = floatingDue(baseFen, salesFen, floating.value)
  const exposureFen = liveHeldFen + onLoanFen
  const greatestFen = [baseFen, floatingFen, exposureFen].reduce((most, fen) => (fen > most ? fen : most))
  const factor = ruleOf(rules.deposit_tier_factor, tier)
  const exposure = ruleOf(rules.hold_exposure, kind)
  const { factorBps } = factor.value
  return {
    dueFen: timesFactor(greatestFen, factorBps),
    greatestFen,
    decidedBy: greatestFen === baseFen ? 'base' : greatestFen === floatingFen ? 'floating' : 'exposure',
    base: { amountFen: baseFen, scope: base.scope, ruleVersion: base.version },
    floating: {
      amountFen: floatingFen,
      salesFen,
      ruleVersion: floating.version,
      band: bandOf(baseFen, salesFen, floating.value),
    },
    exposure: {
      amountFen: exposureFen,
      liveHeldFen,
      onLoanFen,
      rateBps: exposure.value.rateBps,
      ruleVersion: exposure.version,
    },
    factor: { tier, factorBps, ruleVersion: factor.version },
  }
}

/** A fraction of a fen is due as a whole one: what backs a promise is never rounded away. */
function timesFactor(amountFen: Fen, factorBps: number): Fen {
  return (amountFen * BigInt(factorBps) + 9_999n) / 10_000n
}

/** Base plus the addition of the first step that sales stay below; beyond the last, a rate of the sales up to the cap. */
function floatingDue(baseFen: Fen, salesFen: Fen, rule: RuleValue<'deposit_floating'>): Fen {
  const step = stepOf(salesFen, rule)
  if (step) return baseFen + step.addFen
  const cappedFen = least(shareOf(salesFen, rule.aboveRateBps), rule.capFen)
  const leastFen = leastBeyond(baseFen, rule)
  return cappedFen > leastFen ? cappedFen : leastFen
}

function stepOf(salesFen: Fen, { steps }: RuleValue<'deposit_floating'>) {
  return steps.find(({ belowFen }) => salesFen < belowFen)
}

/** Selling more never lowers what is due. */
function leastBeyond(baseFen: Fen, { steps }: RuleValue<'deposit_floating'>): Fen {
  return baseFen + (steps.at(-1)?.addFen ?? 0n)
}

function bandOf(baseFen: Fen, salesFen: Fen, rule: RuleValue<'deposit_floating'>): FloatingBand {
  const step = stepOf(salesFen, rule)
  if (step) return { kind: 'step', ...step, nextFen: floatingDue(baseFen, step.belowFen, rule) }
  if (rule.aboveRateBps === 0) return { kind: 'flat' }
  return {
    kind: 'share',
    fromFen: rule.steps.at(-1)?.belowFen ?? 0n,
    rateBps: rule.aboveRateBps,
    leastFen: leastBeyond(baseFen, rule),
    capFen: rule.capFen,
  }
}

/** The highest of these scopes, or what counts everywhere when there is none. */
function highestBase(rules: DueRules['deposit_base'], scopes: string[]): Rule<'deposit_base'> {
  const [first = '', ...rest] = scopes
  let highest = ruleOf(rules, first)
  for (const scope of rest) {
    const rule = ruleOf(rules, scope)
    if (rule.value.amountFen > highest.value.amountFen) highest = rule
  }
  return highest
}
