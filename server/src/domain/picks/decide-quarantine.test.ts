import { buildItem, type BuiltItem } from '@haowu/server/test/build-item.ts'
import { buildSale, checkoutDeps } from '@haowu/server/test/build-sale.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listQuarantined } from '#domain/inspection/list-quarantined.ts'
import { startCheckout } from '#domain/orders/start-checkout.ts'
import { decideQuarantine } from './decide-quarantine.ts'

let t: TestDatabase
beforeAll(async () => {
  t = await createTestDatabase()
})
afterAll(() => t[Symbol.asyncDispose]())

const byOperator = { reason: '已核对实物与进货凭证', actor: 'user:operator' }

/** A piece that was set aside because `offered` bears its number. */
async function setAside(offered: BuiltItem): Promise<BuiltItem> {
  const item = await buildItem(t.db)
  await sql`
    UPDATE item SET state = 'quarantined', identity = (SELECT identity FROM item WHERE id = ${offered.itemId})
    WHERE id = ${item.itemId}
  `.execute(t.db)
  return item
}

const itemNow = ({ itemId }: BuiltItem) =>
  t.db.selectFrom('item').select(['state', 'withdrawnBy']).where('id', '=', itemId).executeTakeFirstOrThrow()

const toldOf = ({ itemId }: BuiltItem) =>
  t.db
    .selectFrom('notice')
    .select(['kind', 'partyId'])
    .where('refId', '=', itemId)
    .where('kind', 'like', 'quarantine%')
    .execute()

test('a piece that is released takes the place of the one on offer, and both suppliers read why', async () => {
  const offered = await buildItem(t.db)
  const piece = await setAside(offered)
  const [row] = await listQuarantined(t.db, { itemId: piece.itemId, limit: 1 })
  expect(row).toMatchObject({ cause: 'clash', clash: { itemId: offered.itemId, held: false } })

  const decided = await decideQuarantine(t, { ...byOperator, itemId: piece.itemId, verdict: 'release' })
  expect(decided).toEqual({ state: 'available', withdrawn: offered.itemId })
  expect(await itemNow(piece)).toEqual({ state: 'available', withdrawnBy: null })
  expect(await itemNow(offered)).toEqual({ state: 'withdrawn', withdrawnBy: 'platform' })
  expect(await toldOf(piece)).toEqual([{ kind: 'quarantine_released', partyId: piece.supplierId }])
  expect(await toldOf(offered)).toEqual([{ kind: 'quarantine_withdrawn', partyId: offered.supplierId }])
  const history = await t.db
    .selectFrom('itemHistory')
    .select(['itemId', 'cause', 'actor'])
    .where('itemId', 'in', [piece.itemId, offered.itemId])
    .execute()
  expect(history).toEqual([
    { itemId: offered.itemId, cause: 'quarantine', actor: byOperator.actor },
    { itemId: piece.itemId, cause: 'quarantine', actor: byOperator.actor },
  ])
  expect(await listQuarantined(t.db, { itemId: piece.itemId, limit: 1 })).toEqual([])
})

test('a piece that is withdrawn goes by itself, and no file of its supplier brings it back', async () => {
  const offered = await buildItem(t.db)
  const piece = await setAside(offered)
  await decideQuarantine(t, { ...byOperator, itemId: piece.itemId, verdict: 'withdraw' })
  expect(await itemNow(piece)).toEqual({ state: 'withdrawn', withdrawnBy: 'platform' })
  expect(await itemNow(offered)).toEqual({ state: 'available', withdrawnBy: null })
  expect(await toldOf(offered)).toEqual([])
})

test('a show that holds the other piece lets it go and is told; a buyer who is paying keeps it', async () => {
  const held = await buildSale(t)
  const first = await setAside(held.item)
  await decideQuarantine(t, { ...byOperator, itemId: first.itemId, verdict: 'release' })
  expect(await itemNow(held.item)).toEqual({ state: 'withdrawn', withdrawnBy: 'platform' })
  expect((await toldOf(held.item)).map(({ partyId }) => partyId)).toContain(held.room.streamerId)
  const hold = await t.db
    .selectFrom('liveHold')
    .select('state')
    .where('id', '=', held.room.liveHoldId)
    .executeTakeFirstOrThrow()
  expect(hold).toEqual({ state: 'revoked' })

  const paying = await buildSale(t)
  await startCheckout(checkoutDeps(t), paying.request())
  const second = await setAside(paying.item)
  const release = decideQuarantine(t, { ...byOperator, itemId: second.itemId, verdict: 'release' })
  await expect(release).rejects.toMatchObject({ code: 'item_held_elsewhere' })
  expect(await itemNow(second)).toMatchObject({ state: 'quarantined' })
  expect(await itemNow(paying.item)).toMatchObject({ state: 'checkout_held' })
  expect(await toldOf(paying.item)).toEqual([])
})

test('of two operators who decide at once one does, and what was decided stays decided', async () => {
  const piece = await setAside(await buildItem(t.db))
  const both = await Promise.allSettled(
    (['release', 'withdraw'] as const).map(verdict =>
      decideQuarantine(t, { ...byOperator, itemId: piece.itemId, verdict }),
    ),
  )
  expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  const again = decideQuarantine(t, { ...byOperator, itemId: piece.itemId, verdict: 'release' })
  await expect(again).rejects.toMatchObject({ code: 'stale_version' })
  const unknown = decideQuarantine(t, { ...byOperator, itemId: randomUUID(), verdict: 'release' })
  await expect(unknown).rejects.toMatchObject({ code: 'not_found' })
})

test('released after its report has run out, or without one, it waits for an inspection', async () => {
  const lapsed = await setAside(await buildItem(t.db))
  await sql`UPDATE report SET expires_at = app_now() - interval '1 s' WHERE id = ${lapsed.reportId}`.execute(
    t.db,
  )
  const returned = await buildItem(t.db)
  await sql`UPDATE item SET state = 'quarantined', report_id = NULL WHERE id = ${returned.itemId}`.execute(
    t.db,
  )
  expect(await listQuarantined(t.db, { itemId: returned.itemId, limit: 1 })).toMatchObject([
    { cause: 'loan' },
  ])
  for (const { itemId } of [lapsed, returned])
    expect(await decideQuarantine(t, { ...byOperator, itemId, verdict: 'release' })).toMatchObject({
      state: 'draft',
    })
})
