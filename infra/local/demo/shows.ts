import type { Db } from '@haowu/server/db/database.ts'
import { confirmReceipt } from '@haowu/server/domain/orders/confirm-receipt.ts'
import { shipOrder } from '@haowu/server/domain/orders/ship-order.ts'
import { startCheckout } from '@haowu/server/domain/orders/start-checkout.ts'
import { settleDepositHolds } from '@haowu/server/domain/deposits/release-deposit.ts'
import { addSlot } from '@haowu/server/domain/picks/add-slot.ts'
import { createSession } from '@haowu/server/domain/picks/create-session.ts'
import { endSession } from '@haowu/server/domain/picks/end-session.ts'
import { joinLine } from '@haowu/server/domain/picks/join-line.ts'
import { readSession } from '@haowu/server/domain/picks/read-session.ts'
import { startSession } from '@haowu/server/domain/picks/start-session.ts'
import { rateOrder } from '@haowu/server/domain/scores/rate-order.ts'
import { splitDue } from '@haowu/server/domain/settlement/split-due.ts'
import { BUYERS } from './buyers.ts'
import type { Cast, Player } from './cast.ts'
import { readNow } from './clock.ts'
import { playPayer } from './money.ts'
import type { Stage } from './stage.ts'

const HOUR = 3_600_000

export interface Show {
  title: string
  skus: string[]
  /** How many of them find a buyer, from the first on. */
  sold: number
  /** How many of the sold parcels have arrived. */
  received: number
}

/** A whole evening: lined up, live, sold, shipped, partly received; the rest is released when it ends. */
export async function playShow(stage: Stage, cast: Cast, show: Show): Promise<void> {
  const { partyId: streamerId } = cast.streamer
  const { sessionId, roomCode } = await lineUp(stage, cast.streamer, {
    title: show.title,
    skus: show.skus,
    startsInHours: 0.1,
  })
  await startSession(stage, { sessionId, streamerId })
  const { slots } = await readSession(stage, { sessionId, streamerId })
  for (const [index, slot] of slots.slice(0, show.sold).entries()) {
    const linkToken = await buy(stage, {
      roomCode,
      itemId: slot.itemId,
      priceFen: slot.priceFen,
      buyer: index,
    })
    if (index >= show.received) continue
    await ship(stage, { itemId: slot.itemId, trackingNo: `SF${sessionId.slice(-10).toUpperCase()}${index}` })
    await confirmReceipt(stage, { linkToken })
    await rate(stage, linkToken, index)
  }
  await splitDue(stage)
  await endSession(stage, { sessionId, streamerId })
  await settleDepositHolds(stage)
}

/** Tonight's run sheet, a rival who holds one piece for himself, and each of them waiting for a piece of the other. */
export async function planTonight(stage: Stage, cast: Cast): Promise<void> {
  const own = await lineUp(stage, cast.streamer, {
    title: '一口价专场：旗舰机与名包',
    skus: ['CZ-P001', 'CZ-P005', 'CZ-P007', 'HS-B003', 'CZ-P014'],
    startsInHours: 2,
  })
  const rival = await lineUp(stage, cast.rivalStreamer, {
    title: '大鹏开箱',
    skus: ['CZ-P006'],
    startsInHours: 5,
  })
  for (const [player, { sessionId }, sku] of [
    [cast.streamer, own, 'CZ-P006'],
    [cast.rivalStreamer, rival, 'CZ-P001'],
    [cast.rivalStreamer, rival, 'HS-B003'],
  ] as const) {
    const itemId = await findItem(stage.db, sku)
    await joinLine(stage, { streamerId: player.partyId, sessionId, itemId })
  }
}

type LineUp = { title: string; skus: string[]; startsInHours: number }

async function lineUp(stage: Stage, { partyId: streamerId }: Player, { title, skus, startsInHours }: LineUp) {
  const startsAt = new Date((await readNow(stage.db)).getTime() + startsInHours * HOUR)
  const endsAt = new Date(startsAt.getTime() + 3 * HOUR)
  const session = await createSession(stage, { streamerId, title, startsAt, endsAt })
  for (const sku of skus) {
    await addSlot(stage, { streamerId, sessionId: session.sessionId, itemId: await findItem(stage.db, sku) })
  }
  return session
}

async function findItem(db: Db, sku: string): Promise<string> {
  const { id } = await db
    .selectFrom('item')
    .select('id')
    .where('supplierSku', '=', sku)
    .executeTakeFirstOrThrow()
  return id
}

type Purchase = { roomCode: string; itemId: string; priceFen: bigint; buyer: number }

async function buy(stage: Stage, { buyer, ...wish }: Purchase): Promise<string> {
  const contact = BUYERS[buyer % BUYERS.length]
  if (!contact) throw new Error('the story has no buyer')
  const idempotencyKey = `demo-story-${wish.itemId.replaceAll('-', '').slice(-20)}`
  const { linkToken, orderNo } = await startCheckout(stage, { ...wish, contact, idempotencyKey })
  const { outTradeNo } = await stage.db
    .selectFrom('payment')
    .innerJoin('orders', 'orders.id', 'payment.orderId')
    .select('outTradeNo')
    .where('orders.no', '=', orderNo)
    .executeTakeFirstOrThrow()
  await playPayer(stage, outTradeNo)
  return linkToken
}

async function ship(
  stage: Stage,
  { itemId, trackingNo }: { itemId: string; trackingNo: string },
): Promise<void> {
  const order = await stage.db
    .selectFrom('orders')
    .select(['id as orderId', 'supplierId'])
    .where('itemId', '=', itemId)
    .where('state', '=', 'paid')
    .executeTakeFirstOrThrow()
  await shipOrder(stage, { ...order, carrier: 'sf', trackingNo })
}

/** What buyers said, one after the other; the last one leaves no rating. */
const SAID = [
  { goods: 5, service: 5, logistics: 5, words: '和检测报告一模一样，电池健康也对得上，放心。' },
  { goods: 4, service: 5, logistics: 4, words: '边框有一处细小划痕，报告里写了，主播也说了。' },
  { goods: 5, service: 4, logistics: 3, words: '东西很好，快递慢了一天。' },
]

async function rate(stage: Stage, linkToken: string, index: number): Promise<void> {
  const said = SAID[index]
  if (said) await rateOrder(stage, { linkToken, ...said })
}
