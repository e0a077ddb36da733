import { buildItem } from '@haowu/server/test/build-item.ts'
import { type BuiltShow, buildShow, buildSlots, buildSupplier } from '@haowu/server/test/build-show.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { refreshEntries } from '#domain/plaza/refresh-entries.ts'
import { changeSlotPrice } from './change-slot-price.ts'
import { endHoldsOfItem } from './end-holds-of-item.ts'
import { endSession } from './end-session.ts'
import { findReplacements } from './find-replacements.ts'
import { putOnAir } from './put-on-air.ts'
import { readRoom } from './read-room.ts'
import { readSession } from './read-session.ts'
import { removeSlot } from './remove-slot.ts'
import { replaceSlot } from './replace-slot.ts'
import { sellLiveHolds } from './sell-live-holds.ts'
import { startSession } from './start-session.ts'

let t: TestDatabase
let supplierId: string
let show: BuiltShow
let slots: { itemId: string; slotId: string; holdId: string }[]
beforeAll(async () => {
  t = await createTestDatabase()
  supplierId = await buildSupplier(t)
})
afterAll(() => t[Symbol.asyncDispose]())
beforeEach(async () => {
  show = await buildShow(t)
  slots = await buildSlots(t, show, { count: 3, supplierId })
})

const slot = (index: number) => slots[index]?.slotId ?? ''
const item = (index: number) => slots[index]?.itemId ?? ''
const onAir = async () => (await readSession(t, show)).currentSlotId
const inRoom = async () => (await readRoom(t, show)).items.map(({ onAir: shown }) => shown)
const price = (priceFen: bigint | null, streamerId = show.streamerId) =>
  changeSlotPrice(t, { streamerId, slotId: slot(0), priceFen, actor: 'user:x' })
const limit = (floorFen: bigint, ceilingFen: bigint) =>
  t.db
    .updateTable('liveHold')
    .set({
      terms: sql`terms || ${JSON.stringify({ floorFen: String(floorFen), ceilingFen: String(ceilingFen) })}::jsonb`,
    })
    .where('itemId', '=', item(0))
    .execute()

describe('what is on air', () => {
  test('is seen in the room, one at a time, and ends with the show', async () => {
    await expect(putOnAir(t, { ...show, slotId: slot(0) })).rejects.toMatchObject({ code: 'session_closed' })
    await startSession(t, show)
    await putOnAir(t, { ...show, slotId: slot(0) })
    expect(await inRoom()).toEqual([true, false, false])
    await putOnAir(t, { ...show, slotId: slot(1) })
    expect(await inRoom()).toEqual([false, true, false])
    const told = await t.db
      .selectFrom('liveEvent')
      .select(['kind', 'payload'])
      .where('topic', '=', `session:${show.sessionId}`)
      .orderBy('id')
      .execute()
    expect(told.slice(-3)).toMatchObject([
      { kind: 'session_changed', payload: { state: 'live' } },
      { kind: 'on_air_changed', payload: { itemId: item(0) } },
      { kind: 'on_air_changed', payload: { itemId: item(1) } },
    ])
    expect((await readSession(t, show)).slots[0]?.firstOnAirAt).toBeInstanceOf(Date)
    await endSession(t, show)
    expect(await onAir()).toBeNull()
  })

  test('is nothing once its slot is removed', async () => {
    await startSession(t, show)
    await putOnAir(t, { ...show, slotId: slot(1) })
    await removeSlot(t, { ...show, slotId: slot(0) })
    expect(await onAir()).toBe(slot(1))
    await removeSlot(t, { ...show, slotId: slot(1) })
    expect(await onAir()).toBeNull()
  })

  test('is never a slot of another show, nor chosen by somebody else', async () => {
    await startSession(t, show)
    const other = await buildShow(t)
    const foreign = { ...show, streamerId: other.streamerId, slotId: slot(0) }
    await expect(putOnAir(t, foreign)).rejects.toMatchObject({ code: 'not_found' })
    await startSession(t, other)
    await expect(putOnAir(t, { ...other, slotId: slot(0) })).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('the price in a room', () => {
  test('moves between floor and ceiling, is seen by viewers, and is written down', async () => {
    await limit(80_000n, 120_000n)
    await price(80_000n)
    const { slots: rows } = await readSession(t, show)
    expect(rows[0]).toMatchObject({ priceFen: 80_000n, listFen: 100_000n, floorFen: 80_000n })
    expect((await readRoom(t, show)).items[0]).toMatchObject({ priceFen: 80_000n })
    await price(null)
    await price(null)
    const acts = await t.db
      .selectFrom('auditLog')
      .select('facts')
      .where('subjectId', '=', slot(0))
      .orderBy('id')
      .execute()
    expect(acts.map(({ facts }) => facts)).toMatchObject([
      { fromFen: '100000', toFen: '80000' },
      { fromFen: '80000', toFen: '100000' },
    ])
  })

  test.each([79_999n, 120_001n])('is never %s, outside of what the supplier allows', async priceFen => {
    await limit(80_000n, 120_000n)
    await expect(price(priceFen)).rejects.toMatchObject({
      code: 'price_out_of_range',
      facts: { floorFen: '80000', ceilingFen: '120000', rule: 'plan', ruleVersion: 1 },
    })
  })

  test('is the list price where nothing else is allowed, and nobody else’s to change', async () => {
    await expect(price(99_999n)).rejects.toMatchObject({ code: 'price_out_of_range' })
    await expect(price(null, (await buildShow(t)).streamerId)).rejects.toMatchObject({ code: 'not_found' })
  })

  test('of a piece that left can no longer be changed', async () => {
    await t.db.transaction().execute(trx => endHoldsOfItem(trx, item(0)))
    await expect(price(100_000n)).rejects.toMatchObject({ code: 'item_unavailable' })
  })
})

describe('a piece that is gone', () => {
  test('is replaced where it stood by a free one at the same rate or a better one', async () => {
    const poor = await buildSupplier(t, 100)
    show = await buildShow(t)
    slots = await buildSlots(t, show, { count: 3, supplierId, priceFen: 700_000n })
    await buildItem(t.db, { supplierId: poor, priceFen: 700_000n })
    const { itemId: free } = await buildItem(t.db, { supplierId, priceFen: 710_000n })
    await refreshEntries(t)
    await t.db.transaction().execute(trx => endHoldsOfItem(trx, item(1)))
    expect((await readSession(t, show)).slots[1]).toMatchObject({ standing: 'gone', conflicts: ['gone'] })
    const found = await findReplacements(t.db, { ...show, itemId: item(1), rateBps: 800 })
    const ids = found.map(({ piece }) => piece.itemId)
    expect(ids).toContain(free)
    expect(found.every(({ earns }) => earns.rateBps >= 800)).toBe(true)
    expect(ids).not.toContain(item(0))
    const replaced = await replaceSlot(t, { ...show, slotId: slot(1), itemId: free })
    const { slots: rows } = await readSession(t, show)
    expect(rows.map(row => row.slotId)).toEqual([slot(0), replaced.slotId, slot(2)])
    expect(rows[1]).toMatchObject({ itemId: free, standing: 'held', position: 2 })
  })

  test('or sold stays where it was sold, and another takes its turn there', async () => {
    const { itemId: free } = await buildItem(t.db, { supplierId, priceFen: 100_000n })
    await t.db.transaction().execute(async trx => {
      await sellLiveHolds(trx, [slots[1]?.holdId ?? ''])
      await trx
        .updateTable('item')
        .set({ state: 'sold', qty: 0, liveHoldId: null, liveHoldUntil: null })
        .where('id', '=', item(1))
        .execute()
    })
    const replaced = await replaceSlot(t, { ...show, slotId: slot(1), itemId: free })
    const { slots: rows } = await readSession(t, show)
    expect(rows.map(({ slotId, standing }) => [slotId, standing])).toEqual([
      [slot(0), 'held'],
      [replaced.slotId, 'held'],
      [slot(1), 'sold'],
      [slot(2), 'held'],
    ])
  })

  test('stays on the sheet when the other one cannot be had', async () => {
    const rival = await buildShow(t)
    const [taken] = await buildSlots(t, rival, { count: 1, supplierId })
    const attempt = replaceSlot(t, { ...show, slotId: slot(1), itemId: taken?.itemId ?? '' })
    await expect(attempt).rejects.toMatchObject({ code: 'item_held_elsewhere' })
    expect((await readSession(t, show)).slots).toHaveLength(3)
  })
})
