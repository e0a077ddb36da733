import type { Fen } from '@haowu/shared/money.ts'
import type { ShareRole, SplitAmounts, SplitInput } from './split-order.ts'

/** One line of the arithmetic, ready for JSON: what was computed from what, and how it was rounded. */
export interface Step {
  name: string
  formula: string
  /** Amounts are fen as text, rates whole basis points. */
  inputs: Record<string, string | number>
  resultFen: string
  /** `rest` is what remains after the others were rounded down. */
  rounding: 'exact' | 'floor' | 'rest'
}

/** The lines that lead to one party's share, from the base down, so that finance can follow each fen. */
export function explainShare(role: ShareRole, input: SplitInput, amounts: SplitAmounts): Step[] {
  const lines = lineTable(input, amounts)
  const kept = input.terms.leaderId === null
  const margin = input.terms.priceModel === 'supply_price' ? [lines.service, lines.platformFee] : []
  switch (role) {
    case 'supplier':
      if (input.terms.priceModel === 'supply_price') return [lines.supply]
      return [lines.base, lines.commission, lines.service, lines.platformFee, lines.supplier]
    case 'streamer':
      return [lines.base, ...margin, lines.commission, lines.tech, lines.agency, lines.streamer]
    case 'agency':
      return [lines.base, ...margin, lines.commission, lines.tech, lines.agency]
    case 'leader':
      return [lines.base, lines.service]
    case 'platform':
      return kept
        ? [lines.base, lines.platformFee, lines.commission, lines.tech, lines.service, lines.platform]
        : [lines.base, lines.platformFee, lines.commission, lines.tech, lines.platform]
  }
}

function lineTable(input: SplitInput, amounts: SplitAmounts) {
  const { listFen, discounts, freightFen, terms } = input
  const { baseFen, commissionFen, serviceFen, techFen, agencyFen, platformFeeFen } = amounts
  const base = { base: baseFen }
  const agencyRate = terms.agencyId === null ? 0 : terms.agencyRateBps
  const kept = terms.leaderId === null
  return {
    base: line('base', 'list − supplierDiscount', {
      inputs: { list: listFen, supplierDiscount: discounts.supplierFen },
      result: baseFen,
      rounding: 'exact',
    }),
    ...goodsLines(input, amounts),
    service: line('service', 'base × rate', {
      inputs: { ...base, rate: terms.serviceRateBps },
      result: serviceFen,
      rounding: 'floor',
    }),
    tech: line('tech', 'commission × rate', {
      inputs: { commission: commissionFen, rate: terms.techRateBps },
      result: techFen,
      rounding: 'floor',
    }),
    agency: line('agency', '(commission − tech) × rate', {
      inputs: { commission: commissionFen, tech: techFen, rate: agencyRate },
      result: agencyFen,
      rounding: 'floor',
    }),
    platformFee: line('platformFee', 'base × rate', {
      inputs: { ...base, rate: terms.platformRateBps },
      result: platformFeeFen,
      rounding: 'floor',
    }),
    streamer: line('streamer', 'commission − tech − agency − streamerDiscount', {
      inputs: {
        commission: commissionFen,
        tech: techFen,
        agency: agencyFen,
        streamerDiscount: discounts.streamerFen,
      },
      result: amounts.streamerFen,
      rounding: 'rest',
    }),
    platform: line('platform', kept ? 'platformFee + tech + service' : 'platformFee + tech', {
      inputs: { platformFee: platformFeeFen, tech: techFen, ...(kept ? { service: serviceFen } : {}) },
      result: amounts.platformFen,
      rounding: 'exact',
    }),
    supplier: line('supplier', 'base + freight − commission − service − platformFee', {
      inputs: {
        ...base,
        freight: freightFen,
        commission: commissionFen,
        service: serviceFen,
        platformFee: platformFeeFen,
      },
      result: amounts.supplierFen,
      rounding: 'rest',
    }),
  }
}

/** What the two price models compute differently: the commission, and what a supply price leaves the supplier. */
function goodsLines({ discounts, freightFen, terms }: SplitInput, amounts: SplitAmounts) {
  const { baseFen, commissionFen, serviceFen, platformFeeFen } = amounts
  const supplyPrice = BigInt(terms.supplyPriceFen ?? 0)
  const promised = { supplyPrice, supplierDiscount: discounts.supplierFen }
  const margin = 'base − (supplyPrice − supplierDiscount) − service − platformFee'
  return {
    commission:
      terms.priceModel === 'commission'
        ? line('commission', 'base × rate', {
            inputs: { base: baseFen, rate: terms.rateBps },
            result: commissionFen,
            rounding: 'floor',
          })
        : line('commission', margin, {
            inputs: { base: baseFen, ...promised, service: serviceFen, platformFee: platformFeeFen },
            result: commissionFen,
            rounding: 'rest',
          }),
    supply: line('supplier', 'supplyPrice − supplierDiscount + freight', {
      inputs: { ...promised, freight: freightFen },
      result: amounts.supplierFen,
      rounding: 'exact',
    }),
  }
}

function line(
  name: string,
  formula: string,
  {
    inputs,
    result,
    rounding,
  }: { inputs: Record<string, Fen | number>; result: Fen; rounding: Step['rounding'] },
): Step {
  const written = Object.entries(inputs).map(([key, value]) => [
    key,
    typeof value === 'bigint' ? value.toString() : value,
  ])
  return { name, formula, inputs: Object.fromEntries(written), resultFen: result.toString(), rounding }
}
