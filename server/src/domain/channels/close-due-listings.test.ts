import { randomUUID } from 'node:crypto'
import { buildToldOrder, nameOnChannel } from '@haowu/server/test/build-channel-order.ts'
import { buildItem, buildParty } from '@haowu/server/test/build-item.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { approveLoan } from '#domain/custody/approve-loan.ts'
import { cancelLoan } from '#domain/custody/cancel-loan.ts'
import { requestLoan } from '#domain/custody/request-loan.ts'
import { creditDeposit } from '#domain/deposits/credit-deposit.ts'
import { releaseExternal } from '#domain/inventory/release-external.ts'
import { sellElsewhere } from '#domain/picks/sell-elsewhere.ts'
import { createChannelSimulator } from '#gateways/channel-simulator/create-channel-simulator.ts'
import { closeDueListings } from './close-due-listings.ts'

const memberId = randomUUID()

let t: TestDatabase
let channel: ReturnType<typeof createChannelSimulator>
let streamerId: string
beforeAll(async () => {
  t = await createTestDatabase()
  channel = createChannelSimulator({ db: t.db, secret: Buffer.from('channel-secret') })
})
afterAll(() => t[Symbol.asyncDispose]())
beforeEach(async () => {
  streamerId = await buildParty(t.db, 'streamer')
  const paid = { paymentId: randomUUID(), partyId: streamerId, amountFen: 10_000_000n }
  await t.db.transaction().execute(trx => creditDeposit(trx, paid))
})

/** A piece that this streamer sells there too. */
async function listed() {
  const { itemId, supplierId } = await buildItem(t.db, { priceFen: 100_000n })
  const { supplierSku: sku } = await t.db
    .selectFrom('item')
    .select('supplierSku')
    .where('id', '=', itemId)
    .executeTakeFirstOrThrow()
  const order = buildToldOrder()
  await nameOnChannel(t.db, { order, streamerId, itemId })
  await t.db.insertInto('channelSimulator.shopGoods').values({ goodsNo: order.itemId, skuNo: '' }).execute()
  return { itemId, supplierId, sku, goodsNo: order.itemId }
}
type Listed = Awaited<ReturnType<typeof listed>>

const claim = ({ supplierId, sku }: Listed) => sellElsewhere(t, { supplierId, memberId, sku })
const stateOf = async ({ goodsNo }: Listed) =>
  (
    await t.db
      .selectFrom('channelListing')
      .select('state')
      .where('goodsNo', '=', goodsNo)
      .executeTakeFirstOrThrow()
  ).state
const isOnSale = async ({ goodsNo }: Listed) =>
  (
    await t.db
      .selectFrom('channelSimulator.shopGoods')
      .select('onSale')
      .where('goodsNo', '=', goodsNo)
      .executeTakeFirstOrThrow()
  ).onSale

async function lend({ itemId, supplierId }: Listed) {
  const { loanId } = await requestLoan(t, { streamerId, memberId, itemId, days: 5, reason: '开箱试播' })
  await approveLoan(t, { loanId, supplierId, memberId })
}

test.each([
  ['was claimed as sold elsewhere', claim],
  ['was lent out', lend],
])('a piece that %s is taken off there, as one that is sold here', async (_, go) => {
  const piece = await listed()
  await go(piece)
  expect(await stateOf(piece)).toBe('closing')
  const { closeNo } = await t.db
    .selectFrom('channelListing')
    .select('closeNo')
    .where('goodsNo', '=', piece.goodsNo)
    .executeTakeFirstOrThrow()
  const woken = await t.db
    .selectFrom('outbox')
    .select('kind')
    .where('key', '=', `listing:${closeNo}:close`)
    .execute()
  expect(woken).toEqual([{ kind: 'listing_to_close' }])
  await closeDueListings({ db: t.db, channel }, { limit: 10 })
  expect([await stateOf(piece), await isOnSale(piece)]).toEqual(['closed', false])
})

test('goods that a server from before closings had numbers wants taken off are taken off by one from after', async () => {
  const piece = await listed()
  await t.db
    .updateTable('channelListing')
    .set({ state: 'closing' })
    .where('itemId', '=', piece.itemId)
    .execute()
  await closeDueListings({ db: t.db, channel }, { limit: 10 })
  expect([await stateOf(piece), await isOnSale(piece)]).toEqual(['closed', false])
})

const takeBack = ({ supplierId, sku }: Listed) => releaseExternal(t.db, { supplierId, memberId, sku })
async function callOff({ itemId }: Listed) {
  const { id: loanId } = await t.db
    .selectFrom('sampleLoan')
    .select('id')
    .where('itemId', '=', itemId)
    .executeTakeFirstOrThrow()
  await cancelLoan(t, { loanId, streamerId, memberId })
}

test.each([
  ['a claim that was taken back', claim, takeBack],
  ['a loan that was called off', lend, callOff],
])(
  'after %s the piece may stand there again, and is taken off anew when it goes',
  async (_, leave, comeBack) => {
    const piece = await listed()
    const numbers = new Set<string>()
    const unlist: typeof channel.unlist = goods => {
      numbers.add(goods.requestNo)
      return channel.unlist(goods)
    }
    const close = () => closeDueListings({ db: t.db, channel: { ...channel, unlist } }, { limit: 10 })
    await leave(piece)
    await close()
    await comeBack(piece)
    await t.db
      .updateTable('channelSimulator.shopGoods')
      .set({ onSale: true })
      .where('goodsNo', '=', piece.goodsNo)
      .execute()
    await claim(piece)
    await claim(piece)
    await close()
    await close()
    expect([await stateOf(piece), await isOnSale(piece)]).toEqual(['closed', false])
    // The channel answers a number that it knows and does nothing.
    expect(numbers.size).toBe(2)
  },
)

test('goods that get no answer keep none of the others waiting, however many they are', async () => {
  const silent = [await listed(), await listed()]
  for (const piece of silent) await claim(piece)
  const sound = await listed()
  await claim(sound)
  const deaf = new Set(silent.map(piece => piece.goodsNo))
  const asked: string[] = []
  const unlist: typeof channel.unlist = goods => {
    asked.push(goods.goodsNo)
    return deaf.has(goods.goodsNo) ? Promise.reject(new Error('no answer')) : channel.unlist(goods)
  }
  const run = () => closeDueListings({ db: t.db, channel: { ...channel, unlist } }, { limit: 2 })
  await expect(run()).rejects.toThrow('listings could not be closed')
  await expect(run()).rejects.toThrow('listings could not be closed')
  expect(await stateOf(sound)).toBe('closed')
  expect(asked.filter(goodsNo => goodsNo === sound.goodsNo)).toHaveLength(1)
})
