export type WaterfallLine = {
  key: string
  kind: 'start' | 'step' | 'sum' | 'share' | 'rest'
  fen: bigint
  /** Where its bar begins and ends, in fen of the whole. */
  from: bigint
  to: bigint
}

export type WaterfallInput = {
  listFen: bigint
  supplierDiscountFen: bigint
  platformDiscountFen: bigint
  streamerDiscountFen: bigint
  freightFen: bigint
  paidFen: bigint
  shares: { role: string; earnedFen: bigint }[]
}

/**
 * An order's money as a waterfall: from the list price over discounts and freight to what there is to share, then down
 * share by share. The last line is what is left over: zero, or the split would not add up. Discounts of nothing are left out.
 */
export function waterfallLines(order: WaterfallInput): WaterfallLine[] {
  const lines: WaterfallLine[] = [whole('list', 'start', order.listFen)]
  let level = order.listFen
  const move = (key: string, kind: 'step' | 'share', fen: bigint) => {
    lines.push({ key, kind, fen, from: fen < 0n ? level + fen : level, to: fen < 0n ? level : level + fen })
    level += fen
  }
  if (order.supplierDiscountFen > 0n) move('supplierDiscount', 'step', -order.supplierDiscountFen)
  if (order.streamerDiscountFen > 0n) move('streamerDiscount', 'step', -order.streamerDiscountFen)
  if (order.freightFen > 0n) move('freight', 'step', order.freightFen)
  lines.push(whole('total', 'sum', level))
  if (order.platformDiscountFen > 0n) {
    lines.push(whole('paid', 'step', order.paidFen))
    lines.push({
      key: 'platformDiscount',
      kind: 'step',
      fen: order.platformDiscountFen,
      from: order.paidFen,
      to: level,
    })
  }
  for (const { role, earnedFen } of order.shares) move(role, 'share', -earnedFen)
  if (order.shares.length > 0) lines.push({ key: 'rest', kind: 'rest', fen: level, from: 0n, to: level })
  return lines
}

function whole(key: string, kind: 'start' | 'sum' | 'step', fen: bigint): WaterfallLine {
  return { key, kind, fen, from: 0n, to: fen }
}
