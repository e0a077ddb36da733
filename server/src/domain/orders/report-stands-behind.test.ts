import { randomUUID } from 'node:crypto'
import { buildItem, type ItemWishes } from '@haowu/server/test/build-item.ts'
import { checkoutDeps, TEST_CONTACT } from '@haowu/server/test/build-sale.ts'
import { buildShow, buildSupplier } from '@haowu/server/test/build-show.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readItem } from '#domain/catalog/read-item.ts'
import { requestLoan } from '#domain/custody/request-loan.ts'
import { editItem } from '#domain/inventory/edit-item.ts'
import { addSlot } from '#domain/picks/add-slot.ts'
import { changeSlotPrice } from '#domain/picks/change-slot-price.ts'
import { joinLine } from '#domain/picks/join-line.ts'
import { mindLines } from '#domain/picks/mind-lines.ts'
import { readCart } from '#domain/picks/read-cart.ts'
import { readRoom } from '#domain/picks/read-room.ts'
import { readSession } from '#domain/picks/read-session.ts'
import { readSharedSheet } from '#domain/picks/read-shared-sheet.ts'
import { removeSlot } from '#domain/picks/remove-slot.ts'
import { shareSheet } from '#domain/picks/share-sheet.ts'
import { addPick } from '#domain/picks/shortlist.ts'
import { readPlazaItem } from '#domain/plaza/plaza-row.ts'
import { publishRule } from '#domain/rules/publish-rule.ts'
import { startCheckout } from './start-checkout.ts'

/** From this price on the first rule asks for a third party. */
const FROM = 200_000n

let t: TestDatabase
let supplierId: string
beforeAll(async () => {
  t = await createTestDatabase()
  supplierId = await buildSupplier(t)
})
afterAll(() => t[Symbol.asyncDispose]())

/** A piece that its supplier judged herself. */
async function ownJudged(wishes: ItemWishes = {}): Promise<string> {
  const { itemId, reportId } = await buildItem(t.db, { supplierId, priceFen: FROM - 1n, ...wishes })
  await t.owner.query("UPDATE report SET kind = 'streamer', agency_name = NULL WHERE id = $1", [reportId])
  return itemId
}

const setPrice = (itemId: string, priceFen: bigint) =>
  t.db.updateTable('item').set({ priceFen }).where('id', '=', itemId).execute()
const edit = (itemId: string, priceFen: bigint) =>
  editItem(t.db, { supplierId, memberId: randomUUID(), itemId, version: 1, priceFen })
const byRule = {
  code: 'report_invalid',
  facts: { problem: 'only_own', rule: 'third_party_required', ruleVersion: 1, fromFen: String(FROM) },
}

/** Every way to get the piece, each in a show of its own. */
async function waysToGet(itemId: string): Promise<Record<string, () => Promise<unknown>>> {
  const show = await buildShow(t)
  return {
    hold: () => addSlot(t, { ...show, itemId }),
    borrow: () =>
      requestLoan(t, {
        streamerId: show.streamerId,
        memberId: randomUUID(),
        itemId,
        days: 3,
        reason: '试播',
      }),
  }
}

describe('a piece with its supplier’s own report', () => {
  test('is on offer below the price of the rule, and nowhere from it on, however the price came there', async () => {
    const itemId = await ownJudged()
    expect(await readPlazaItem(t.db, itemId)).toMatchObject({ itemId })
    await setPrice(itemId, FROM)
    await expect(readPlazaItem(t.db, itemId)).rejects.toMatchObject({ code: 'not_found' })
    for (const get of Object.values(await waysToGet(itemId)))
      await expect(get()).rejects.toMatchObject(byRule)
    expect(await readItem(t.db, { supplierId, itemId })).toMatchObject({ needsThirdParty: true })
    await setPrice(itemId, FROM - 1n)
    expect(await readItem(t.db, { supplierId, itemId })).toMatchObject({ needsThirdParty: false })
    for (const get of Object.values(await waysToGet(itemId))) await get()
  })

  test('is refused at any price in a category that a third party has to judge', async () => {
    const itemId = await ownJudged({ categoryCode: 'watch', priceFen: 10_000n })
    for (const get of Object.values(await waysToGet(itemId)))
      await expect(get()).rejects.toMatchObject(byRule)
  })

  test('is not made dearer than that while it is on offer, by its supplier or by who sells it', async () => {
    const itemId = await ownJudged()
    const first = { ...byRule.facts, problem: 'judge_first' }
    await expect(edit(itemId, FROM)).rejects.toMatchObject({ code: 'report_invalid', facts: first })
    await edit(itemId, FROM - 2n)
    const sold = await ownJudged()
    await t.db
      .updateTable('item')
      .set({ ceilingFen: FROM * 2n })
      .where('id', '=', sold)
      .execute()
    const show = await buildShow(t)
    const { slotId } = await addSlot(t, { ...show, itemId: sold })
    const dearer = { streamerId: show.streamerId, slotId, actor: 'user:test' }
    await expect(changeSlotPrice(t, { ...dearer, priceFen: FROM })).rejects.toMatchObject(byRule)
  })

  test('which a buyer was looking at is not sold to him once it needs a third party', async () => {
    const itemId = await ownJudged()
    const show = await buildShow(t)
    await addSlot(t, { ...show, itemId })
    await setPrice(itemId, FROM)
    const buying = startCheckout(checkoutDeps(t), {
      roomCode: show.roomCode,
      itemId,
      priceFen: FROM,
      contact: TEST_CONTACT,
      idempotencyKey: randomUUID().replaceAll('-', ''),
    })
    await expect(buying).rejects.toMatchObject(byRule)
  })
})

describe('a piece whose report was changed where it lies', () => {
  const findings = { template: { code: 'phone', version: 1 }, measured: { battery_pct: 71 } }
  const build = async () => (await buildItem(t.db, { supplierId, reportContent: findings })).itemId
  const changed = { code: 'report_invalid', facts: { problem: 'signature' } }

  /** The table refuses such a change itself; here somebody has got past it. */
  async function change(itemId: string): Promise<void> {
    await t.owner.query(`BEGIN; SET LOCAL session_replication_role = replica;
      UPDATE report SET content = jsonb_set(content, '{measured,battery_pct}', '99') WHERE item_id = '${itemId}'; COMMIT`)
  }

  test('is held for no show, sold to no buyer, and handed to nobody who waits', async () => {
    const [fresh, held] = [await build(), await build()]
    await change(fresh)
    await expect(addSlot(t, { ...(await buildShow(t)), itemId: fresh })).rejects.toMatchObject(changed)
    const show = await buildShow(t)
    const { slotId } = await addSlot(t, { ...show, itemId: held })
    const next = await buildShow(t)
    await joinLine(t, { ...next, itemId: held })
    await change(held)
    const buying = startCheckout(checkoutDeps(t), {
      roomCode: show.roomCode,
      itemId: held,
      priceFen: 499_900n,
      contact: TEST_CONTACT,
      idempotencyKey: randomUUID().replaceAll('-', ''),
    })
    await expect(buying).rejects.toMatchObject(changed)
    await removeSlot(t, { streamerId: show.streamerId, slotId })
    await mindLines(t)
    const { state } = await t.db
      .selectFrom('item')
      .select('state')
      .where('id', '=', held)
      .executeTakeFirstOrThrow()
    expect([state, (await readSession(t, next)).slots]).toEqual(['available', []])
  })

  test('is told as such on the sheet, on its link and in the cart, without a word of what it says, and leaves the room', async () => {
    const [sound, forged] = [await build(), await build()]
    const show = await buildShow(t)
    for (const itemId of [sound, forged]) await addSlot(t, { ...show, itemId })
    await change(forged)
    const { slots } = await readSession(t, show)
    expect(slots.map(({ conflicts, highlights }) => [conflicts, highlights.lines.length > 0])).toEqual([
      [[], true],
      [['report_forged'], false],
    ])
    const share = { name: '副播', days: 1, withEarnings: false, actor: 'user:x' }
    const shared = await readSharedSheet(t, await shareSheet(t, { ...show, ...share }))
    expect(
      shared.slots.map(({ reportGenuine, highlights }) => [reportGenuine, highlights.lines.length > 0]),
    ).toEqual([
      [true, true],
      [false, false],
    ])
    expect((await readRoom(t, show)).items.map(({ itemId }) => itemId)).toEqual([sound])
    const { streamerId } = await buildShow(t)
    const picked = [await build(), await build()]
    for (const itemId of picked) await addPick(t, { streamerId, itemId })
    await change(picked[1] ?? '')
    const cart = new Map((await readCart(t, streamerId)).map(({ itemId, gone }) => [itemId, gone]))
    expect(picked.map(itemId => cart.get(itemId))).toEqual([null, 'report'])
  })
})

describe('whoever is refused for a report', () => {
  const add = async (itemId: string) => addSlot(t, { ...(await buildShow(t)), itemId })
  const byValidity = { rule: 'report_validity', ruleVersion: 1 }

  test('reads that it ran out, when, and how long one counts in this category', async () => {
    const { itemId } = await buildItem(t.db, { supplierId, reportDays: -1 })
    const facts = { problem: 'ran_out', days: 30, endedAt: expect.any(String), ...byValidity }
    await expect(add(itemId)).rejects.toMatchObject({ code: 'report_invalid', facts })
  })

  test('reads that it was withdrawn, or that there is none', async () => {
    const { itemId: revoked } = await buildItem(t.db, { supplierId, reportState: 'revoked' })
    const facts = { problem: 'withdrawn', ...byValidity }
    await expect(add(revoked)).rejects.toMatchObject({ code: 'report_invalid', facts })
    const { itemId: bare } = await buildItem(t.db, { supplierId })
    await t.db.updateTable('item').set({ state: 'draft', reportId: null }).where('id', '=', bare).execute()
    await expect(add(bare)).rejects.toMatchObject({ code: 'report_missing', facts: byValidity })
  })
})

test('the rule of the day counts: once a stricter one takes effect, what it no longer covers is off sale, and it is named', async () => {
  const itemId = await ownJudged({ priceFen: 150_000n })
  const { version } = await publishRule(t, {
    code: 'third_party_required',
    value: { categories: [], fromFen: '150000' },
    importance: 'important',
    effectiveFrom: new Date(Date.now() + 16 * 86_400_000),
    actor: 'operator:test',
  })
  await addSlot(t, { ...(await buildShow(t)), itemId: await ownJudged({ priceFen: 150_000n }) })
  await t.db
    .updateTable('appClock')
    .set({ shiftSeconds: sql`shift_seconds + ${17 * 86_400}` })
    .execute()
  const show = await buildShow(t, { startsIn: 17 * 24 })
  const facts = { problem: 'only_own', ruleVersion: version, fromFen: '150000' }
  await expect(addSlot(t, { ...show, itemId })).rejects.toMatchObject({ code: 'report_invalid', facts })
})
