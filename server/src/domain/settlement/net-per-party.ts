import { type Fen, shareOf } from '@haowu/shared/money.ts'
import type { RuleValue } from '#domain/rules/rule.ts'
import type { TierSum } from './settle-store.ts'

export type ReserveRules = Map<string, RuleValue<'rolling_reserve'>>

export interface Kept {
  partyId: string
  amountFen: Fen
  days: number
}

/** What is kept back of each party, by the tier of its orders; of the platform nothing. One row per party and length. */
export function keepBack(
  sums: TierSum[],
  { platformId, reserveOf }: { platformId: string; reserveOf: ReserveRules },
): Kept[] {
  const kept = new Map<string, Kept>()
  for (const { partyId, tier, amountFen } of sums) {
    const rule = reserveOf.get(tier)
    if (!rule || rule.rateBps === 0 || rule.days === 0 || partyId === platformId) continue
    const part = shareOf(amountFen, rule.rateBps)
    const key = `${partyId} ${rule.days}`
    const before = kept.get(key)?.amountFen ?? 0n
    if (part > 0n) kept.set(key, { partyId, days: rule.days, amountFen: before + part })
  }
  return [...kept.values()]
}

export interface SettlementLine {
  partyId: string
  accrualCount: number
  /** What it earned less what refunds took back. */
  amountFen: Fen
  /** The part of it that is kept back. */
  reserveFen: Fen
}

/** One line per party over all its tiers. */
export function netPerParty(sums: TierSum[], kept: Kept[]): SettlementLine[] {
  const reserves = new Map<string, Fen>()
  for (const { partyId, amountFen } of kept) reserves.set(partyId, (reserves.get(partyId) ?? 0n) + amountFen)
  return [...Map.groupBy(sums, sum => sum.partyId)].map(([partyId, own]) => ({
    partyId,
    accrualCount: own.reduce((count, sum) => count + sum.accrualCount, 0),
    amountFen: own.reduce((total, sum) => total + sum.amountFen, 0n),
    reserveFen: reserves.get(partyId) ?? 0n,
  }))
}
