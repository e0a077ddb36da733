import { channelOrderBody } from '@haowu/shared/channel-orders.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import type { RailAnswer, RailRefund } from '../payment-rail.ts'
import { putShopOrder } from './put-shop-order.ts'
import type { ChannelFault } from './create-channel-simulator.ts'

interface Asked {
  /** The order's number. */
  outTradeNo: string
  outRefundNo: string
  amountFen: bigint
}

/** Returns money to a buyer at once; the same number again is the same refund. */
export async function refundInShop(
  db: Db,
  asked: Asked,
  fault: ChannelFault | undefined,
): Promise<RailAnswer<RailRefund>> {
  if (fault === 'call_lost') return { outcome: 'unknown' }
  if (fault === 'refused') return { outcome: 'refused', reason: 'wrong_state' }
  const answer = await db.transaction().execute(trx => refundOnce(trx, asked))
  return fault === 'answer_lost' ? { outcome: 'unknown' } : answer
}

export async function askShopRefund(db: Db, outRefundNo: string): Promise<RailAnswer<RailRefund>> {
  const known = await db
    .selectFrom('channelSimulator.shopRefund')
    .select(['oid as outTradeNo', 'amountFen'])
    .where('outRefundNo', '=', outRefundNo)
    .executeTakeFirst()
  if (!known) return { outcome: 'refused', reason: 'not_found' }
  return { outcome: 'answered', value: { ...known, outRefundNo, state: 'SUCCESS' } }
}

async function refundOnce(
  trx: Transaction<Database>,
  { outTradeNo, outRefundNo, amountFen }: Asked,
): Promise<RailAnswer<RailRefund>> {
  const { rows } = await sql<{ body: unknown; nowMs: number }>`
    SELECT body, floor(extract(epoch FROM app_now()) * 1000)::float8 AS now_ms
    FROM channel_simulator.shop_order WHERE oid = ${outTradeNo} FOR UPDATE
  `.execute(trx)
  const [found] = rows
  if (!found) return { outcome: 'refused', reason: 'not_found' }
  const known = await trx
    .selectFrom('channelSimulator.shopRefund')
    .select('amountFen')
    .where('outRefundNo', '=', outRefundNo)
    .executeTakeFirst()
  if (known && known.amountFen !== amountFen) return { outcome: 'refused', reason: 'number_reused' }
  if (!known) {
    const order = channelOrderBody.parse(found.body)
    const grossFee = order.totalFee + order.platformSubsidyFee + order.streamerSubsidyFee
    const isWhole = Number(amountFen) === grossFee - order.refundFee
    const refundFee = isWhole ? order.totalFee : order.refundFee + Number(amountFen)
    if (refundFee > order.totalFee) return { outcome: 'refused', reason: 'amount_exceeds_paid' }
    await trx
      .insertInto('channelSimulator.shopRefund')
      .values({ oid: outTradeNo, outRefundNo, amountFen })
      .execute()
    const status = refundFee === order.totalFee ? 80 : order.status
    await putShopOrder(trx, {
      order: { ...order, status, refundFee, updateTime: Math.max(order.updateTime + 1, found.nowMs) },
      event: 'order_refunded',
    })
  }
  return { outcome: 'answered', value: { outTradeNo, outRefundNo, amountFen, state: 'SUCCESS' } }
}
