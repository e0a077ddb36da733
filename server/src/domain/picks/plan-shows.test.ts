import { buildItem } from '@haowu/server/test/build-item.ts'
import { buildShow, buildSlots, buildSupplier } from '@haowu/server/test/build-show.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { restrictParty } from '#domain/parties/restrict-party.ts'
import { cancelSession } from './cancel-session.ts'
import { copySession } from './copy-session.ts'
import { readCart } from './read-cart.ts'
import { readSession } from './read-session.ts'
import { readSharedSheet } from './read-shared-sheet.ts'
import { listShares, revokeShare, shareSheet } from './share-sheet.ts'
import { addPick, notePick } from './shortlist.ts'
import { startSession } from './start-session.ts'
import { picksToSheet } from './picks-to-sheet.ts'
import { updateSession } from './update-session.ts'

const HOUR = 3_600_000

let t: TestDatabase
let supplierId: string
beforeAll(async () => {
  t = await createTestDatabase()
  supplierId = await buildSupplier(t)
})
afterAll(() => t[Symbol.asyncDispose]())

const inHours = (hours: number) => new Date(Date.now() + hours * HOUR)
const plan = (startsIn: number, hours = 2) => ({
  title: '改过的场次',
  startsAt: inHours(startsIn),
  endsAt: inHours(startsIn + hours),
  place: 'kuaishou' as const,
  channel: '阿宁',
})

describe('a show', () => {
  test('that moves takes what it holds with it', async () => {
    const show = await buildShow(t)
    const [slot] = await buildSlots(t, show, { count: 1, supplierId })
    const change = plan(1, 5)
    await updateSession(t, { ...show, ...change })
    const seen = await readSession(t, show)
    expect(seen).toMatchObject({ title: '改过的场次', place: 'kuaishou', channel: '阿宁' })
    expect(seen.slots[0]).toMatchObject({ standing: 'held', conflicts: [] })
    expect(seen.slots[0]?.until.getTime()).toBeGreaterThan(change.endsAt.getTime())
    const item = await t.db
      .selectFrom('item')
      .select('liveHoldUntil')
      .where('id', '=', slot?.itemId ?? '')
      .executeTakeFirstOrThrow()
    expect(item.liveHoldUntil).toEqual(seen.slots[0]?.until)
  })

  test('with holds moves no further ahead than holds may be taken, and an empty one does', async () => {
    const show = await buildShow(t)
    await buildSlots(t, show, { count: 1, supplierId })
    const far = plan(24 * 30)
    await expect(updateSession(t, { ...show, ...far })).rejects.toMatchObject({ code: 'hold_window' })
    const empty = await buildShow(t)
    await updateSession(t, { ...empty, ...far })
    expect((await readSession(t, empty)).startsAt).toEqual(far.startsAt)
  })

  test('at the same time as another is told in both, and only then', async () => {
    const show = await buildShow(t, { startsIn: 1 })
    const { streamerId } = show
    const other = await buildShow(t, { streamerId, startsIn: 2, hours: 3 })
    await buildShow(t, { streamerId, startsIn: 3.5 })
    expect((await readSession(t, show)).clashes.map(({ sessionId }) => sessionId)).toEqual([other.sessionId])
  })

  test('that is called off lets go of all it held; one that runs is ended, not called off', async () => {
    const show = await buildShow(t)
    const [slot] = await buildSlots(t, show, { count: 1, supplierId })
    expect(await cancelSession(t, show)).toEqual({ released: 1 })
    expect(await cancelSession(t, show)).toEqual({ released: 0 })
    const item = await t.db
      .selectFrom('item')
      .select('state')
      .where('id', '=', slot?.itemId ?? '')
      .execute()
    expect(item).toEqual([{ state: 'available' }])
    const live = await buildShow(t)
    await startSession(t, live)
    await expect(cancelSession(t, live)).rejects.toMatchObject({ code: 'session_closed' })
  })

  test('that is copied keeps its name, place and length, and what was not sold is noted', async () => {
    const show = await buildShow(t, { hours: 3 })
    const [slot] = await buildSlots(t, show, { count: 1, supplierId })
    const startsAt = inHours(48)
    const copy = await copySession(t, { ...show, startsAt })
    expect(copy.picked).toBe(1)
    const seen = await readSession(t, { ...show, sessionId: copy.sessionId })
    expect(seen.endsAt.getTime() - seen.startsAt.getTime()).toBe(3 * HOUR)
    const cart = await readCart(t, show.streamerId)
    expect(cart).toMatchObject([{ itemId: slot?.itemId, heldByYou: { sessionId: show.sessionId } }])
  })
})

test('what threatens a slot is told: a report that ends before the show, a supplier who may not', async () => {
  const show = await buildShow(t)
  const [first] = await buildSlots(t, show, { count: 2, supplierId: await buildSupplier(t) })
  await t.db
    .updateTable('report')
    .set({ expiresAt: sql`app_now() + interval '30 minutes'` })
    .where('itemId', '=', first?.itemId ?? '')
    .execute()
  const conflicts = async () => (await readSession(t, show)).slots.map(slot => slot.conflicts)
  expect(await conflicts()).toEqual([['report_expires'], []])
  const item = await t.db
    .selectFrom('item')
    .select('supplierId')
    .where('id', '=', first?.itemId ?? '')
    .executeTakeFirstOrThrow()
  const restriction = {
    partyId: item.supplierId,
    cause: 'case',
    refId: show.sessionId,
    kinds: ['no_holds'],
  } as const
  await t.db.transaction().execute(trx => restrictParty(trx, { ...restriction, kinds: ['no_holds'] }))
  expect(await conflicts()).toEqual([['report_expires', 'supplier_restricted'], ['supplier_restricted']])
})

describe('a link to the sheet', () => {
  const share = { name: '副播小林', days: 3, withEarnings: false, actor: 'user:x' }

  test('shows what is pitched and nothing of suppliers or earnings, unless it was made to', async () => {
    const show = await buildShow(t)
    await buildSlots(t, show, { count: 1, supplierId })
    const { token } = await shareSheet(t, { ...show, ...share })
    const seen = await readSharedSheet(t, { token })
    expect(seen.slots).toMatchObject([{ position: 1, priceFen: 100_000n, earnFen: null }])
    const text = JSON.stringify(seen, (_, value) => (typeof value === 'bigint' ? String(value) : value))
    expect(text).not.toMatch(/supplier|terms|rateBps|floor|exposure/)
    const open = await shareSheet(t, { ...show, ...share, withEarnings: true })
    expect((await readSharedSheet(t, open)).slots[0]?.earnFen).toBeGreaterThan(0n)
  })

  test('opens nothing once it was taken back or has run out, and is stored as a digest only', async () => {
    const show = await buildShow(t)
    const [one, two] = [
      await shareSheet(t, { ...show, ...share }),
      await shareSheet(t, { ...show, ...share }),
    ]
    await revokeShare(t, { ...show, shareId: one.shareId, actor: 'user:x' })
    await t.db
      .updateTable('sheetShare')
      .set({ expiresAt: sql`app_now()` })
      .where('id', '=', two.shareId)
      .execute()
    for (const { token } of [one, two])
      await expect(readSharedSheet(t, { token })).rejects.toMatchObject({ code: 'not_found' })
    expect(await listShares(t.db, show)).toEqual([])
    const rows = await t.db.selectFrom('sheetShare').selectAll().execute()
    expect(JSON.stringify(rows, (_, v) => (typeof v === 'bigint' ? String(v) : v))).not.toContain(one.token)
  })

  test('is made and taken back by the streamer of the show alone', async () => {
    const show = await buildShow(t)
    const { shareId } = await shareSheet(t, { ...show, ...share })
    const thief = { streamerId: (await buildShow(t)).streamerId, sessionId: show.sessionId }
    await expect(shareSheet(t, { ...thief, ...share })).rejects.toMatchObject({ code: 'not_found' })
    await expect(revokeShare(t, { ...thief, shareId, actor: 'user:y' })).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(listShares(t.db, thief)).rejects.toMatchObject({ code: 'not_found' })
  })
})

test('the cart keeps what left with its reason, and puts the rest on a sheet piece by piece', async () => {
  const show = await buildShow(t)
  const { streamerId } = show
  const make = async () => (await buildItem(t.db, { supplierId, priceFen: 100_000n })).itemId
  const [free, sold] = [await make(), await make()]
  const rival = await buildShow(t)
  const [taken] = await buildSlots(t, rival, { count: 1, supplierId })
  for (const itemId of [free, sold, taken?.itemId ?? '']) await addPick(t, { streamerId, itemId })
  await notePick(t, { streamerId, itemId: free, note: '开场讲' })
  await t.db.updateTable('item').set({ state: 'sold' }).where('id', '=', sold).execute()
  const cart = async () => new Map((await readCart(t, streamerId)).map(row => [row.itemId, row]))
  expect((await cart()).get(free)).toMatchObject({
    gone: null,
    held: false,
    note: '开场讲',
    earns: { rateBps: 800 },
  })
  expect((await cart()).get(sold)).toMatchObject({ gone: 'sold' })
  expect((await cart()).get(taken?.itemId ?? '')).toMatchObject({ gone: null, held: true })
  const results = await picksToSheet(t, { ...show, itemIds: [free, sold, taken?.itemId ?? ''] })
  expect(results).toMatchObject([
    { itemId: free, repeated: false },
    { itemId: sold, reason: 'item_unavailable' },
    { reason: 'item_held_elsewhere' },
  ])
  expect((await cart()).get(free)?.heldByYou).toMatchObject({ sessionId: show.sessionId })
})
