import { linkAccount } from '@haowu/server/domain/channels/link-account.ts'
import { mapListing } from '@haowu/server/domain/channels/map-listing.ts'
import { processMessages } from '@haowu/server/domain/channels/process-messages.ts'
import { receiveOrders } from '@haowu/server/domain/channels/receive-orders.ts'
import type { ChannelOrderBody } from '@haowu/shared/channel-orders.ts'
import { BUYERS } from './buyers.ts'
import type { Cast } from './cast.ts'
import { readNow } from './clock.ts'
import type { Stage } from './stage.ts'

const HOUR = 3_600_000
/** The number under which the streamer of the story sells on Kuaishou. */
const ACCOUNT_NO = 'KS88021706'

/**
 * What was sold in the streamer's room on Kuaishou this morning: a phone that is known and paid, a bag whose piece somebody still has to name,
 * and an order of a streamer whom nobody has told us of.
 */
export async function sellElsewhere(stage: Stage, { streamer, operator }: Cast): Promise<void> {
  const actor = `user:${operator.userId}`
  await linkAccount(stage, {
    channel: 'kuaishou',
    accountNo: ACCOUNT_NO,
    streamerId: streamer.partyId,
    actor,
  })
  const now = (await readNow(stage.db)).getTime()
  const phone = told({
    at: now - 3 * HOUR,
    goodsNo: '7731200451',
    title: '【孤品】iPhone 二手 已质检',
    fen: 268_800,
  })
  const bag = told({
    at: now - 2 * HOUR,
    goodsNo: '7731200962',
    title: '【孤品】中古名包 附鉴定报告',
    fen: 1_280_000,
  })
  const stranger = {
    ...told({ at: now - HOUR, goodsNo: '7731209900', title: '九成新平板 带检测报告', fen: 189_900 }),
    distributorId: 'KS90114423',
  }
  await receiveOrders(stage, {
    channel: 'kuaishou',
    orders: [{ order: phone }, { order: bag }, { order: stranger }],
    from: { source: 'pull' },
  })
  await processMessages(stage, { limit: 10 })
  const { id: listingId } = await stage.db
    .selectFrom('channelListing')
    .select('id')
    .where('goodsNo', '=', phone.itemId)
    .executeTakeFirstOrThrow()
  const { id: itemId } = await stage.db
    .selectFrom('item')
    .select('id')
    .where('supplierSku', '=', 'CZ-P013')
    .executeTakeFirstOrThrow()
  await mapListing(stage, { listingId, itemId, by: 'platform', actor })
  await processMessages(stage, { limit: 10 })
}

type Wishes = { at: number; goodsNo: string; title: string; fen: number }

function told({ at, goodsNo, title, fen }: Wishes): ChannelOrderBody {
  const contact = BUYERS[2]
  if (!contact) throw new Error('the story has no buyer')
  return {
    oid: `2633${goodsNo}01`,
    status: 30,
    updateTime: at,
    payTime: at,
    itemId: goodsNo,
    skuId: '',
    relSkuCode: '',
    itemTitle: title,
    num: 1,
    totalFee: fen,
    expressFee: 0,
    platformSubsidyFee: 0,
    streamerSubsidyFee: 0,
    refundFee: 0,
    distributorId: ACCOUNT_NO,
    address: contact,
  }
}
