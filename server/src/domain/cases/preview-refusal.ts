import type { Fen } from '@haowu/shared/money.ts'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { readRules } from '#domain/rules/read-rules.ts'
import { countEarlier, readNow } from './case-store.ts'
import { type Clause, readClauseAt } from './clause.ts'
import { calculatePenalty, type TimedRestriction } from './penalty.ts'

const CLAUSE = 'sold_item_cancelled'

export interface RefusalCost {
  amountFen: Fen
  points: number
  restrictions: TimedRestriction[]
  /** What it rests on, and how many days the supplier has to say why he is not to blame. */
  clause: Pick<Clause, 'zh' | 'en' | 'version' | 'answerDays'>
}

/**
 * What it will cost a supplier not to deliver a one-of-a-kind piece that was sold, if nothing excuses him, before he says
 * so: by the clause in force, and by how often it was found against him. Null for stocked goods, which cost nothing.
 * Throws `not_found` for another supplier's order.
 */
export async function previewRefusal(
  db: Db,
  { supplierId, orderId }: { supplierId: string; orderId: string },
): Promise<RefusalCost | null> {
  const order = await db
    .selectFrom('orders')
    .innerJoin('item', 'item.id', 'orders.itemId')
    .select(['item.stockKind', 'orders.paidFen'])
    .where('orders.id', '=', orderId)
    .where('orders.supplierId', '=', supplierId)
    .executeTakeFirst()
  if (!order) throw new DomainError('not_found')
  if (order.stockKind !== 'unique') return null
  const { schedule, zh, en, version, answerDays } = await readClauseAt(db, { code: CLAUSE })
  const { case_repeat_window: repeat } = await readRules(db, { case_repeat_window: '*' })
  const found = { respondentId: supplierId, clauseCode: CLAUSE, eventAt: await readNow(db) }
  const { amountFen, points, restrictions } = calculatePenalty({
    schedule,
    base: { from: 'paid', fen: order.paidFen },
    earlier: await countEarlier(db, found, repeat.value.days),
  })
  return { amountFen, points, restrictions, clause: { zh, en, version, answerDays } }
}
