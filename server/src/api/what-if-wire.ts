import { toFenText } from '@haowu/shared/money.ts'
import type { WhatIf } from '#domain/settlement/what-if.ts'

/** Amounts as text, and beside before and after how much more or less. */
export function whatIfToWire({ roles, parties, plans, categories, ...rest }: WhatIf) {
  return {
    ...rest,
    roles: roles.map(sumsToWire),
    parties: parties.map(sumsToWire),
    plans: plans.map(groupToWire),
    categories: categories.map(groupToWire),
  }
}

function sumsToWire<Sums extends { beforeFen: bigint; afterFen: bigint }>({
  beforeFen,
  afterFen,
  ...rest
}: Sums) {
  return {
    ...rest,
    beforeFen: toFenText(beforeFen),
    afterFen: toFenText(afterFen),
    differenceFen: toFenText(afterFen - beforeFen),
  }
}

function groupToWire({ differences, ...group }: WhatIf['plans'][number]) {
  return { ...group, differences: differences.map(({ role, fen }) => ({ role, fen: toFenText(fen) })) }
}
