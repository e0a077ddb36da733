export interface EffectLine {
  what: string
  unit: 'fen' | 'count' | 'days'
  before: bigint
  after: bigint
}

/** Who would feel it most, greatest change first. */
export interface FeltBy {
  partyId: string
  partyName: string
  beforeFen: bigint
  afterFen: bigint
}

export interface RuleEffect {
  lines: EffectLine[]
  feltBy: FeltBy[]
}

const MOST_FELT = 10

/** What a draft does not change. */
export function same(count: number): { before: bigint; after: bigint } {
  return { before: BigInt(count), after: BigInt(count) }
}

export function totals(rows: { beforeFen: bigint; afterFen: bigint }[]): { before: bigint; after: bigint } {
  return {
    before: rows.reduce((sum, row) => sum + row.beforeFen, 0n),
    after: rows.reduce((sum, row) => sum + row.afterFen, 0n),
  }
}

export function mostFelt(rows: FeltBy[]): FeltBy[] {
  const change = ({ beforeFen, afterFen }: FeltBy) =>
    afterFen > beforeFen ? afterFen - beforeFen : beforeFen - afterFen
  return rows
    .filter(row => change(row) > 0n)
    .sort((a, b) => (change(a) < change(b) ? 1 : -1))
    .slice(0, MOST_FELT)
    .map(({ partyId, partyName, beforeFen, afterFen }) => ({ partyId, partyName, beforeFen, afterFen }))
}
