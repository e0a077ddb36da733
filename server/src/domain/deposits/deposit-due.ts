import type { DueReason } from '@haowu/shared/deposits.ts'
import type { Fen } from '@haowu/shared/money.ts'
import { shareOf } from '@haowu/shared/money.ts'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import type { Rule, RuleValue } from '#domain/rules/rule.ts'
import { readTradeFacts, type TradeFacts } from './deposit-store.ts'

/** Why a deposit is due. The greatest of the three counts; the others are shown beside it. */
export interface DepositDue {
  dueFen: Fen
  decidedBy: DueReason
  /** By category of what a supplier offers (the highest counts), or for streamers as such. */
  base: { amountFen: Fen; scope: string; ruleVersion: number }
  /** Base and an addition by the sales of the last 30 days. */
  floating: { amountFen: Fen; salesFen: Fen; ruleVersion: number }
  /** Part of the price of all that is held for the party's sessions now. */
  exposure: { amountFen: Fen }
}

/** What a supplier or streamer has to have deposited, and why. Throws `not_found` for any other party. */
export async function readDepositDue(db: Db, partyId: string): Promise<DepositDue> {
  const facts = await readTradeFacts(db, partyId)
  if (facts?.kind !== 'supplier' && facts?.kind !== 'streamer')
    throw new DomainError('not_found', { what: 'party' })
  const base = await highestBase(db, facts)
  const floating = await readRule(db, 'deposit_floating', facts.kind)
  return decideDue(facts, base, floating)
}

/** Pure: the greatest of base, floating and exposure. */
export function decideDue(
  { salesFen, exposureFen }: Pick<TradeFacts, 'salesFen' | 'exposureFen'>,
  base: Rule<'deposit_base'>,
  floating: Rule<'deposit_floating'>,
): DepositDue {
  const baseFen = base.value.amountFen
  const floatingFen = floatingDue(baseFen, salesFen, floating.value)
  const dueFen = [baseFen, floatingFen, exposureFen].reduce((most, fen) => (fen > most ? fen : most))
  return {
    dueFen,
    decidedBy: dueFen === baseFen ? 'base' : dueFen === floatingFen ? 'floating' : 'exposure',
    base: { amountFen: baseFen, scope: base.scope, ruleVersion: base.version },
    floating: { amountFen: floatingFen, salesFen, ruleVersion: floating.version },
    exposure: { amountFen: exposureFen },
  }
}

/** Base plus the addition of the first step that sales stay below; beyond the last, a rate of the sales up to the cap. */
function floatingDue(baseFen: Fen, salesFen: Fen, rule: RuleValue<'deposit_floating'>): Fen {
  const step = rule.steps.find(({ belowFen }) => salesFen < belowFen)
  if (step) return baseFen + step.addFen
  const shareFen = shareOf(salesFen, rule.aboveRateBps)
  const cappedFen = shareFen < rule.capFen ? shareFen : rule.capFen
  // Selling more never lowers what is due.
  const lastStep = rule.steps.at(-1)
  const leastFen = baseFen + (lastStep?.addFen ?? 0n)
  return cappedFen > leastFen ? cappedFen : leastFen
}

async function highestBase(db: Db, { kind, categories }: TradeFacts): Promise<Rule<'deposit_base'>> {
  const scopes = kind === 'streamer' ? ['streamer'] : categories
  let highest = await readRule(db, 'deposit_base', scopes[0])
  for (const scope of scopes.slice(1)) {
    const rule = await readRule(db, 'deposit_base', scope)
    if (rule.value.amountFen > highest.value.amountFen) highest = rule
  }
  return highest
}
