import { randomInt } from 'node:crypto'
import type { ChannelOrderBody } from '@haowu/shared/channel-orders.ts'
import { mapListing } from '#domain/channels/map-listing.ts'
import { processMessages } from '#domain/channels/process-messages.ts'
import type { Db } from '#db/database.ts'
import { TEST_CONTACT, TEST_SECRETS } from './build-sale.ts'

let orders = 0

/** A paid order in the channel's own words; each call is another order of other goods. */
export function buildToldOrder(wishes: Partial<ChannelOrderBody> = {}): ChannelOrderBody {
  const nth = ++orders
  const now = Date.now()
  return {
    oid: `26${String(randomInt(1e12)).padStart(12, '0')}${nth}`,
    status: 30,
    updateTime: now,
    payTime: now,
    itemId: `7${String(randomInt(1e9)).padStart(9, '0')}`,
    skuId: '',
    relSkuCode: '',
    itemTitle: 'iPhone 15 Pro 256G 原色钛金属',
    num: 1,
    totalFee: 499_900,
    expressFee: 0,
    platformSubsidyFee: 0,
    streamerSubsidyFee: 0,
    refundFee: 0,
    distributorId: `D${nth}`,
    address: TEST_CONTACT,
    ...wishes,
  }
}

/** The streamer sells there under this number, and these goods are this piece. */
export async function nameOnChannel(
  db: Db,
  { order, streamerId, itemId }: { order: ChannelOrderBody; streamerId: string; itemId?: string },
): Promise<void> {
  if (order.distributorId !== null)
    await db
      .insertInto('channelAccount')
      .values({ channel: 'kuaishou', accountNo: order.distributorId, streamerId })
      .onConflict(conflict => conflict.columns(['channel', 'accountNo']).doNothing())
      .execute()
  if (itemId === undefined) return
  const { id: listingId } = await db
    .insertInto('channelListing')
    .values({
      channel: 'kuaishou',
      goodsNo: order.itemId,
      skuNo: order.skuId,
      title: order.itemTitle,
      priceFen: BigInt(order.totalFee),
      streamerId,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await mapListing({ db }, { listingId, itemId, by: 'platform', actor: 'user:test' })
}

/** Works on everything that waits, now. */
export async function processAll(db: Db): Promise<void> {
  const errors: unknown[] = []
  for (let round = 0; round < 20; round++) {
    await db
      .updateTable('channelMessage')
      .set({ nextAt: new Date(0) })
      .where('state', '=', 'waiting')
      .execute()
    const looked = await processMessages(
      { db, secrets: TEST_SECRETS },
      { limit: 100, onError: error => errors.push(error) },
    )
    if (errors.length > 0) throw errors[0]
    if (looked === 0) return
    const { waiting } = await db
      .selectFrom('channelMessage')
      .select(({ fn }) => fn.countAll<string>().as('waiting'))
      .where('state', '=', 'waiting')
      .executeTakeFirstOrThrow()
    if (Number(waiting) === looked) return
  }
}
