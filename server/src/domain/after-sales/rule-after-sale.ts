import type { Fault } from '@haowu/shared/orders.ts'
import { z } from 'zod'
import type { Database, Db, Transaction } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { readRules } from '#domain/rules/read-rules.ts'
import { type LockedAfterSale, lockAfterSale, moveAfterSale, requireState } from './after-sale-store.ts'
import { closeAfterSale } from './close-after-sale.ts'
import { refundAfterSale } from './refund-after-sale.ts'

export interface RuleAfterSale {
  afterSaleId: string
  amountFen: bigint | null
  sendsBack: boolean
  fault: Exclude<Fault, 'late'>
  words: string
  actor: string
}

const storedRuling = z.object({
  amountFen: z.string().nullable(),
  sendsBack: z.boolean(),
  fault: z.enum(['none', 'supplier', 'streamer', 'platform']),
})

type Disputed = LockedAfterSale & { state: 'disputed' }

/**
 * An operator rules on what the two sides could not settle: nothing, an amount, or all once the goods are back; and whose
 * mistake it was, which says who bears it. From the limit of `case_second_person_from` on it is a proposal that another operator
 * carries out by ruling the same. Returns whether it waits for him.
 * Throws `not_found`, `after_sale_state {state}`, `refund_exceeds {leftFen}`, and `second_person_needed` for the same person twice.
 */
export async function ruleAfterSale({ db }: { db: Db }, ruling: RuleAfterSale): Promise<{ waits: boolean }> {
  return db.transaction().execute(async trx => {
    const found = requireState(await lockAfterSale(trx, ruling), ['disputed'])
    await refuseMore(trx, found, ruling.amountFen)
    const waits = await needsSecond(trx, found, ruling)
    if (waits) await propose(trx, found, ruling)
    else await carryOut(trx, found, ruling)
    const { actor, amountFen, fault } = ruling
    await recordAct(trx, {
      actor,
      action: waits ? 'after_sale_ruling_proposed' : 'after_sale_ruled',
      subjectType: 'after_sale',
      subjectId: found.id,
      facts: { amountFen: amountFen?.toString() ?? null, fault },
    })
    return { waits }
  })
}

async function refuseMore(trx: Transaction<Database>, { orderId }: Disputed, amountFen: bigint | null) {
  const { paidFen, refundedFen } = await trx
    .selectFrom('orders')
    .select(['paidFen', 'refundedFen'])
    .where('id', '=', orderId)
    .executeTakeFirstOrThrow()
  const leftFen = paidFen - refundedFen
  if ((amountFen ?? 0n) > leftFen) throw new DomainError('refund_exceeds', { leftFen: leftFen.toString() })
}

async function needsSecond(
  trx: Transaction<Database>,
  found: Disputed,
  ruling: RuleAfterSale,
): Promise<boolean> {
  const { case_second_person_from: limit } = await readRules(trx, { case_second_person_from: '*' })
  if ((ruling.amountFen ?? 0n) < limit.value.amountFen) return false
  if (found.ruledBy === null) return true
  const first = storedRuling.parse(found.ruling)
  const isSame =
    first.amountFen === (ruling.amountFen?.toString() ?? null) &&
    first.sendsBack === ruling.sendsBack &&
    first.fault === ruling.fault
  if (!isSame) return true
  if (found.ruledBy === ruling.actor) throw new DomainError('second_person_needed', { what: 'ruling' })
  return false
}

async function propose(trx: Transaction<Database>, found: Disputed, ruling: RuleAfterSale): Promise<void> {
  const { amountFen, sendsBack, fault, words, actor } = ruling
  await trx
    .updateTable('afterSale')
    .set({
      ruling: JSON.stringify({ amountFen: amountFen?.toString() ?? null, sendsBack, fault, words }),
      ruledBy: actor,
    })
    .where('id', '=', found.id)
    .execute()
}

async function carryOut(trx: Transaction<Database>, found: Disputed, ruling: RuleAfterSale): Promise<void> {
  const { amountFen, sendsBack, fault, words, actor } = ruling
  const facts = { amountFen: amountFen?.toString() ?? null, fault, sendsBack }
  const said = { side: 'platform', actor, words, facts } as const
  if (amountFen === null) return closeAfterSale(trx, found, said)
  // What has come back already, or was never sent, need not be sent again.
  const isBack = await hasComeBack(trx, found)
  if (!sendsBack || isBack) {
    return refundAfterSale(trx, found, { amountFen, fault, goodsKept: !isBack && found.goodsKept, said })
  }
  const { after_sale_days: days } = await readRules(trx, { after_sale_days: '*' })
  await moveAfterSale(trx, found, {
    to: 'returning',
    hours: days.value.sendDays * 24,
    said,
    set: { agreedFen: amountFen, goodsKept: false, fault, ruling: null, ruledBy: null },
  })
}

async function hasComeBack(trx: Transaction<Database>, { id }: Disputed): Promise<boolean> {
  const { returnTrackingNo } = await trx
    .selectFrom('afterSale')
    .select('returnTrackingNo')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return returnTrackingNo !== null
}
