import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import type { PaymentRail, RailAnswer, RailRefund } from '../payment-rail.ts'
import type { Behaviour } from './behaviour.ts'
import { enqueueCallback } from './enqueue-callback.ts'
import { paymentState } from './payments.ts'

/** A refund is on its way for a moment, like a real one. */
const SECONDS_TO_END = 1

type RefundRequest = Parameters<PaymentRail['refund']>[0]

export async function refundPayment(
  db: Db,
  refund: RefundRequest,
  behaviour: Behaviour,
): Promise<RailAnswer<RailRefund>> {
  return db.transaction().execute(async trx => {
    const payment = await trx
      .selectFrom('railSimulator.payment')
      .select(['amountFen', paymentState.as('state')])
      .where('outTradeNo', '=', refund.outTradeNo)
      .forUpdate()
      .executeTakeFirst()
    if (!payment) return { outcome: 'refused', reason: 'not_found' }
    const known = await queryRefund(trx, refund.outRefundNo)
    if (known.outcome === 'answered') return sameRefund(known.value, refund) ? known : NUMBER_REUSED
    if (payment.state !== 'SUCCESS') return { outcome: 'refused', reason: 'wrong_state' }
    if ((await refundedFen(trx, refund.outTradeNo)) + refund.amountFen > payment.amountFen) {
      return { outcome: 'refused', reason: 'amount_exceeds_paid' }
    }
    await storeRefund(trx, refund, behaviour)
    return queryRefund(trx, refund.outRefundNo)
  })
}

const NUMBER_REUSED = { outcome: 'refused', reason: 'number_reused' } as const

function sameRefund(known: RailRefund, asked: RefundRequest): boolean {
  return known.outTradeNo === asked.outTradeNo && known.amountFen === asked.amountFen
}

async function refundedFen(trx: Transaction<Database>, outTradeNo: string): Promise<bigint> {
  const { sum } = await trx
    .selectFrom('railSimulator.refund')
    .select(sql<bigint>`coalesce(sum(amount_fen), 0)::int8`.as('sum'))
    .where('outTradeNo', '=', outTradeNo)
    .where('endsAs', '<>', 'CLOSED')
    .executeTakeFirstOrThrow()
  return sum
}

async function storeRefund(
  trx: Transaction<Database>,
  refund: RefundRequest,
  behaviour: Behaviour,
): Promise<void> {
  const { outTradeNo, outRefundNo, amountFen } = refund
  const fails = behaviour === 'fail'
  await trx
    .insertInto('railSimulator.refund')
    .values({
      outTradeNo,
      outRefundNo,
      amountFen,
      endsAs: fails ? 'ABNORMAL' : 'SUCCESS',
      endsAt: sql`app_now() + ${SECONDS_TO_END}::int * interval '1 second'`,
    })
    .execute()
  const kind = fails ? 'refund.failed' : 'refund.succeeded'
  await enqueueCallback(trx, {
    body: { kind, outTradeNo, outRefundNo, amountFen: amountFen.toString() },
    inSeconds: SECONDS_TO_END,
  })
}

export async function queryRefund(db: Db, outRefundNo: string): Promise<RailAnswer<RailRefund>> {
  const row = await db
    .selectFrom('railSimulator.refund')
    .select(['outTradeNo', 'outRefundNo', 'amountFen'])
    .select(
      sql<RailRefund['state']>`CASE WHEN ends_at <= app_now() THEN ends_as ELSE 'PROCESSING' END`.as('state'),
    )
    .where('outRefundNo', '=', outRefundNo)
    .executeTakeFirst()
  return row ? { outcome: 'answered', value: row } : { outcome: 'refused', reason: 'not_found' }
}
