import { randomUUID } from 'node:crypto'
import { buildItem, buildParty } from '@haowu/server/test/build-item.ts'
import { type BuiltShow, buildShow, buildSlots, buildSupplier } from '@haowu/server/test/build-show.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { creditDeposit } from '#domain/deposits/credit-deposit.ts'
import { readDeposit } from '#domain/deposits/read-deposit.ts'
import { addSlot } from './add-slot.ts'
import { cancelSession } from './cancel-session.ts'
import { createSession } from './create-session.ts'
import { endSession } from './end-session.ts'
import { expireLiveHolds } from './expire-live-holds.ts'
import { joinLine } from './join-line.ts'
import { leaveLine } from './leave-line.ts'
import { listHeld } from './list-held.ts'
import { listOwnWaits } from './list-own-waits.ts'
import { mindLines } from './mind-lines.ts'
import { readOwnDiscipline } from './read-own-discipline.ts'
import { removeSlot } from './remove-slot.ts'
import { revokeHold } from './revoke-hold.ts'
import { sellLiveHolds } from './sell-live-holds.ts'
import { updateSession } from './update-session.ts'

const HOUR = 3_600_000
const PRICE = 100_000n
const EXPOSURE = 20_000n

let t: TestDatabase
let supplierId: string
beforeAll(async () => {
  t = await createTestDatabase()
  supplierId = await buildSupplier(t)
})
afterAll(() => t[Symbol.asyncDispose]())

/** A piece held by a show of somebody else. */
async function heldPiece(show?: BuiltShow) {
  const holder = show ?? (await buildShow(t))
  const [slot] = await buildSlots(t, holder, { count: 1, supplierId, priceFen: PRICE })
  if (!slot) throw new Error('nothing was held')
  return { holder, ...slot }
}

/** A streamer with exactly this deposit and a show. */
async function poorShow(depositFen: bigint): Promise<BuiltShow> {
  const streamerId = await buildParty(t.db, 'streamer')
  if (depositFen > 0n) await topUp(streamerId, depositFen)
  return buildShow(t, { streamerId })
}
const topUp = (partyId: string, amountFen: bigint) =>
  t.db.transaction().execute(trx => creditDeposit(trx, { paymentId: randomUUID(), partyId, amountFen }))

const join = (itemId: string, show: BuiltShow) => joinLine(t, { ...show, itemId })
const holder = async (itemId: string) => {
  const row = await t.db
    .selectFrom('liveHold')
    .select('streamerId')
    .where('itemId', '=', itemId)
    .where('state', '=', 'active')
    .executeTakeFirst()
  return row?.streamerId
}
const waits = (show: BuiltShow) => listOwnWaits(t.db, show)
const noticesOf = async (partyId: string) =>
  (
    await t.db
      .selectFrom('notice')
      .select(['kind', 'facts'])
      .where('partyId', '=', partyId)
      .orderBy('id')
      .execute()
  ).map(({ kind, facts }) => ({ kind, facts }))
const kindsOf = async (partyId: string) => (await noticesOf(partyId)).map(({ kind }) => kind)
const told = async (partyId: string) =>
  (
    await t.db
      .selectFrom('liveEvent')
      .select('kind')
      .where('topic', '=', `party:${partyId}`)
      .orderBy('id')
      .execute()
  ).map(({ kind }) => kind)
const moveShow = (show: BuiltShow, startsIn: number, hours = 2) =>
  t.db
    .updateTable('liveSession')
    .set({
      startsAt: sql`app_now() + ${startsIn} * interval '1 hour'`,
      endsAt: sql`app_now() + ${startsIn + hours} * interval '1 hour'`,
    })
    .where('id', '=', show.sessionId)
    .execute()

/** Another version of a rule, in force at once. */
const nextRule = (own: TestDatabase, code: string, change: object) =>
  own.owner.query(
    `INSERT INTO rule (code, version, value, published_at, effective_from)
     SELECT code, 2, value || $2::jsonb, '2020-12-01', '2021-01-01' FROM rule WHERE code = $1 AND scope = '*' AND version = 1`,
    [code, JSON.stringify(change)],
  )

describe('a line', () => {
  test('gives places in the order of asking, one to each streamer, and a free piece at once', async () => {
    const { itemId } = await heldPiece()
    const [one, two] = [await buildShow(t), await buildShow(t)]
    expect(await join(itemId, one)).toMatchObject({ outcome: 'waiting', place: 1, repeated: false })
    expect(await join(itemId, two)).toMatchObject({ outcome: 'waiting', place: 2 })
    const other = await buildShow(t, { streamerId: one.streamerId, startsIn: 3 })
    expect(await join(itemId, other)).toMatchObject({ outcome: 'waiting', place: 1, repeated: true })
    expect(await waits(one)).toMatchObject([{ itemId, place: 1, inLine: 2, sessionId: other.sessionId }])
    const free = (await buildItem(t.db, { supplierId, priceFen: PRICE })).itemId
    expect(await join(free, two)).toMatchObject({ outcome: 'held', position: 1 })
  })

  test('of many who ask at once has one place for each, all different', async () => {
    const { itemId } = await heldPiece()
    const shows = await Promise.all(Array.from({ length: 8 }, () => buildShow(t)))
    const joined = await Promise.all(shows.flatMap(show => [join(itemId, show), join(itemId, show)]))
    const places = new Set(joined.map(each => (each.outcome === 'waiting' ? each.waitId : each.holdId)))
    expect(places.size).toBe(8)
    const seen = await Promise.all(shows.map(async show => (await waits(show))[0]?.place))
    expect(seen.toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  })

  test('hands a piece that is given back to the first, with his deposit, and tells him; the next moves up', async () => {
    const { itemId, slotId, holder: first } = await heldPiece()
    const [one, two] = [await buildShow(t), await buildShow(t)]
    await join(itemId, one)
    await join(itemId, two)
    await removeSlot(t, { streamerId: first.streamerId, slotId })
    expect(await holder(itemId)).toBe(one.streamerId)
    expect((await readDeposit(t.db, { partyId: one.streamerId })).heldFen).toBe(EXPOSURE)
    expect((await readDeposit(t.db, { partyId: first.streamerId })).heldFen).toBe(0n)
    expect(await kindsOf(one.streamerId)).toEqual(['wait_served'])
    expect(await told(one.streamerId)).toContain('sheet_changed')
    expect(await told(two.streamerId)).toContain('line_changed')
    expect(await waits(two)).toMatchObject([{ place: 1 }])
  })

  test.each<[string, (show: BuiltShow) => Promise<unknown>]>([
    ['when the show that held it ends', show => endSession(t, show)],
    ['when it is cancelled', show => cancelSession(t, show)],
    [
      'when the hold runs out',
      async show => {
        await t.db
          .updateTable('liveHold')
          .set({ until: sql`app_now()` })
          .where('sessionId', '=', show.sessionId)
          .execute()
        await sql`UPDATE item SET live_hold_until = app_now() FROM live_hold
          WHERE live_hold.id = item.live_hold_id AND session_id = ${show.sessionId}`.execute(t.db)
        await expireLiveHolds(t)
      },
    ],
  ])('is served %s', async (_, end) => {
    const { itemId, holder: first } = await heldPiece()
    const one = await buildShow(t)
    await join(itemId, one)
    await end(first)
    expect(await holder(itemId)).toBe(one.streamerId)
  })

  test('lets nobody past: who comes when the piece is free gets it after all who wait and can use it', async () => {
    const { itemId, holdId, holder: first } = await heldPiece()
    const [one, late] = [await buildShow(t), await buildShow(t)]
    await join(itemId, one)
    // Its time ran out and no job has looked yet.
    await t.db.updateTable('liveHold').set({ until: sql`app_now()` }).where('id', '=', holdId).execute()
    await t.db.updateTable('item').set({ liveHoldUntil: sql`app_now()` }).where('id', '=', itemId).execute()
    await expect(addSlot(t, { ...late, itemId })).rejects.toMatchObject({ code: 'item_held_elsewhere' })
    expect(await holder(itemId)).toBe(one.streamerId)
    expect(await waits(first)).toEqual([])
  })

  test('passes over whose deposit is short, tells him why once, keeps his place, and asks him again when he has paid in', async () => {
    const { itemId, slotId, holder: first } = await heldPiece()
    const poor = await poorShow(EXPOSURE - 1n)
    const rich = await buildShow(t)
    await join(itemId, poor)
    await join(itemId, rich)
    await removeSlot(t, { streamerId: first.streamerId, slotId })
    expect(await holder(itemId)).toBe(rich.streamerId)
    expect(await waits(poor)).toMatchObject([
      { place: 1, passedCode: 'deposit_short', passedFacts: { topUpFen: '1', rule: 'hold_exposure' } },
    ])
    await endSession(t, rich)
    await mindLines(t)
    expect(await kindsOf(poor.streamerId)).toEqual(['wait_passed'])
    await topUp(poor.streamerId, 1n)
    await sql`UPDATE hold_wait SET passed_at = passed_at - interval '2 minutes' WHERE item_id = ${itemId} AND state = 'waiting'`.execute(
      t.db,
    )
    expect((await mindLines(t)).served).toBeGreaterThan(0)
    expect(await holder(itemId)).toBe(poor.streamerId)
  })

  test('keeps the place of a show whose window has not opened, serves another meanwhile, and serves him when it opens', async () => {
    const { itemId, slotId, holder: first } = await heldPiece()
    const tomorrow = await buildShow(t, { startsIn: 24 })
    const tonight = await buildShow(t)
    await join(itemId, tomorrow)
    await join(itemId, tonight)
    await removeSlot(t, { streamerId: first.streamerId, slotId })
    expect(await holder(itemId)).toBe(tonight.streamerId)
    await endSession(t, tonight)
    expect(await holder(itemId)).toBeUndefined()
    await moveShow(tomorrow, 11)
    await mindLines(t)
    expect(await holder(itemId)).toBe(tomorrow.streamerId)
  })

  test('sends home whose show is over or too far gone to use the piece, and does not hand it to him', async () => {
    const { itemId, slotId, holder: first } = await heldPiece()
    const gone = await buildShow(t)
    const ended = await buildShow(t)
    await join(itemId, gone)
    await join(itemId, ended)
    await moveShow(gone, -2, 2.2)
    await endSession(t, ended)
    expect(await waits(ended)).toEqual([])
    await removeSlot(t, { streamerId: first.streamerId, slotId })
    expect(await holder(itemId)).toBeUndefined()
    await mindLines(t)
    expect(await waits(gone)).toEqual([])
    expect(await kindsOf(gone.streamerId)).toEqual(['wait_over'])
    await expect(join(itemId, gone)).resolves.toMatchObject({ outcome: 'held' })
  })

  test('ends with a sale: all who waited are told in the sale itself', async () => {
    const { itemId, holdId } = await heldPiece()
    const [one, two] = [await buildShow(t), await buildShow(t)]
    await join(itemId, one)
    await join(itemId, two)
    await t.db.transaction().execute(trx => sellLiveHolds(trx, [holdId]))
    for (const show of [one, two]) {
      expect(await waits(show)).toEqual([])
      expect(await kindsOf(show.streamerId)).toEqual(['wait_gone'])
      expect(await told(show.streamerId)).toContain('line_changed')
    }
  })

  test('is left by whoever wants to, and by nobody else', async () => {
    const { itemId } = await heldPiece()
    const [one, two] = [await buildShow(t), await buildShow(t)]
    const joined = await join(itemId, one)
    await join(itemId, two)
    const waitId = joined.outcome === 'waiting' ? joined.waitId : ''
    await expect(leaveLine(t, { waitId, streamerId: two.streamerId })).rejects.toMatchObject({
      code: 'not_found',
    })
    await leaveLine(t, { waitId, streamerId: one.streamerId })
    await leaveLine(t, { waitId, streamerId: one.streamerId })
    expect(await waits(two)).toMatchObject([{ place: 1, inLine: 1 }])
    expect(await join(itemId, one)).toMatchObject({ outcome: 'waiting', place: 2, repeated: false })
  })

  test('keeps a show that grows from holding longer what somebody waits for', async () => {
    const show = await buildShow(t)
    const { itemId } = await heldPiece(show)
    const alone = await heldPiece(show)
    await join(itemId, await buildShow(t))
    const endsAt = new Date(Date.now() + 6 * HOUR)
    const fields = {
      title: '今晚八点',
      startsAt: new Date(),
      endsAt,
      place: 'own_room',
      channel: '',
    } as const
    await updateSession(t, { ...show, ...fields })
    const rows = await t.db
      .selectFrom('liveHold')
      .select(['itemId', 'until'])
      .where('sessionId', '=', show.sessionId)
      .execute()
    const until = new Map(rows.map(row => [row.itemId, row.until.getTime()]))
    expect(until.get(itemId)).toBeLessThan(endsAt.getTime())
    expect(until.get(alone.itemId)).toBeGreaterThan(endsAt.getTime())
  })

  test.each([
    ['line_full', { mostPerItem: 1, mostPerStreamer: 30 }],
    ['line_too_many', { mostPerItem: 20, mostPerStreamer: 1 }],
  ])('refuses one more with %s, the rule and its version', async (code, limits) => {
    await using own = await createTestDatabase()
    await nextRule(own, 'waiting_line', limits)
    const seller = await buildSupplier(own)
    const slots = await buildSlots(own, await buildShow(own), { count: 2, supplierId: seller })
    const [one, two] = [await buildShow(own), await buildShow(own)]
    const [a = '', b = ''] = slots.map(slot => slot.itemId)
    await joinLine(own, { ...one, itemId: a })
    const next = code === 'line_full' ? { ...two, itemId: a } : { ...one, itemId: b }
    await expect(joinLine(own, next)).rejects.toMatchObject({
      code,
      facts: { limit: 1, rule: 'waiting_line', ruleVersion: 2 },
    })
  })
})

describe('a supplier', () => {
  test('sees who holds what and who waits, in order, and nothing of another supplier', async () => {
    const own = await buildSupplier(t)
    const show = await buildShow(t)
    const [slot] = await buildSlots(t, show, { count: 1, supplierId: own })
    await heldPiece()
    const [one, two] = [await buildShow(t, { startsIn: 1 }), await buildShow(t)]
    await join(slot?.itemId ?? '', one)
    await join(slot?.itemId ?? '', two)
    const { rows, nextCursor } = await listHeld(t.db, { supplierId: own, limit: 10 })
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({
      itemId: slot?.itemId,
      show: '今晚八点',
      revocable: false,
      beingPaid: false,
    })
    expect(rows[0]?.waiting).toHaveLength(2)
    expect(nextCursor).toBeNull()
    expect((await listHeld(t.db, { supplierId: own, waited: true, limit: 10 })).rows).toHaveLength(1)
  })

  test('pages through what is held without missing or repeating a piece', async () => {
    const own = await buildSupplier(t)
    const slots = await buildSlots(t, await buildShow(t), { count: 5, supplierId: own })
    const seen: string[] = []
    for (let cursor: string | undefined; ; ) {
      const page = await listHeld(t.db, { supplierId: own, cursor, limit: 2 })
      seen.push(...page.rows.map(row => row.itemId))
      if (page.nextCursor === null) break
      cursor = page.nextCursor
    }
    expect(seen.toSorted()).toEqual(slots.map(slot => slot.itemId).toSorted())
  })

  test('takes a hold back with a reason: the streamer reads it, it is audited, his deposit is free, the next gets the piece', async () => {
    const show = await buildShow(t, { startsIn: 5 })
    const { itemId, holdId } = await heldPiece(show)
    const next = await buildShow(t, { startsIn: 6 })
    await join(itemId, next)
    const revoke = { holdId, supplierId, reason: '屏幕有新划痕', passOn: true, actor: 'user:1' }
    await revokeHold(t, revoke)
    await revokeHold(t, revoke)
    expect(await holder(itemId)).toBe(next.streamerId)
    expect(await noticesOf(show.streamerId)).toMatchObject([
      { kind: 'hold_revoked', facts: { reason: '屏幕有新划痕' } },
    ])
    expect(await told(show.streamerId)).toContain('notice_told')
    expect((await readDeposit(t.db, { partyId: show.streamerId })).heldFen).toBe(0n)
    const acts = await t.db
      .selectFrom('auditLog')
      .select(['action', 'facts'])
      .where('subjectId', '=', itemId)
      .execute()
    expect(acts).toMatchObject([{ action: 'hold_revoked', facts: { holdId, by: 'supplier' } }])
  })

  test('may take it off the sale as well: whoever waits is told that it is gone, and its history says who did it', async () => {
    const { itemId, holdId } = await heldPiece(await buildShow(t, { startsIn: 5 }))
    const next = await buildShow(t)
    await join(itemId, next)
    await revokeHold(t, { holdId, supplierId, reason: '摔坏了', passOn: false, actor: 'user:1' })
    const item = await t.db
      .selectFrom('item')
      .select(['state', 'withdrawnBy'])
      .where('id', '=', itemId)
      .executeTakeFirst()
    expect(item).toEqual({ state: 'withdrawn', withdrawnBy: 'supplier' })
    expect(await kindsOf(next.streamerId)).toEqual(['wait_gone'])
    const history = await t.db
      .selectFrom('itemHistory')
      .select(['actor', 'cause'])
      .where('itemId', '=', itemId)
      .execute()
    expect(history).toEqual([{ actor: 'user:1', cause: 'edit' }])
  })

  test.each([
    [2.02, true],
    [1.98, false],
  ])(
    '%s hours before the show may take it back: %s; an operator may at any time',
    async (startsIn, allowed) => {
      const { itemId, holdId, holder: show } = await heldPiece(await buildShow(t, { startsIn }))
      const revoke = { holdId, reason: '要收回', passOn: true, actor: 'user:1' }
      const revoking = revokeHold(t, { ...revoke, supplierId })
      if (allowed) return revoking
      await expect(revoking).rejects.toMatchObject({
        code: 'revoke_too_late',
        facts: { hours: 2, rule: 'hold_revoke', ruleVersion: 1 },
      })
      expect(await holder(itemId)).toBe(show.streamerId)
      await revokeHold(t, { ...revoke, supplierId: null })
      expect(await holder(itemId)).toBeUndefined()
      expect(await kindsOf(supplierId)).toContain('hold_revoked_for_you')
    },
  )

  test("does not find another supplier's hold", async () => {
    const { holdId } = await heldPiece(await buildShow(t, { startsIn: 5 }))
    const stranger = await buildSupplier(t)
    const revoke = { holdId, supplierId: stranger, reason: 'x', passOn: true, actor: 'user:1' }
    await expect(revokeHold(t, revoke)).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('what a record costs', () => {
  /** A show for which he holds so many pieces. */
  async function planned(startsIn: number, streamerId: string, count = 1) {
    const endsAt = new Date(Date.now() + (startsIn + 2) * HOUR)
    const startsAt = new Date(Date.now() + startsIn * HOUR)
    const made = {
      streamerId,
      ...(await createSession(t, { streamerId, title: `场 ${randomUUID()}`, startsAt, endsAt })),
    }
    const slots = await buildSlots(t, made, { count, supplierId, priceFen: 100n })
    // Held long enough to count.
    await t.db
      .updateTable('liveHold')
      .set({ createdAt: sql`app_now() - interval '1 hour'` })
      .where('sessionId', '=', made.sessionId)
      .execute()
    return { ...made, slots }
  }

  test('two shows that were not begun leave a quarter of the tier’s limit; refused with what counted and until when', async () => {
    await using own = await createTestDatabase()
    await nextRule(own, 'live_hold_window', { limit: 4 })
    const seller = await buildSupplier(own)
    const mine = await buildShow(own)
    for (let n = 0; n < 2; n++) {
      const missed = await buildShow(own, { streamerId: mine.streamerId, startsIn: -0.5 - n / 100 })
      await buildSlots(own, missed, { count: 1, supplierId: seller, priceFen: 100n })
      await endSession(own, missed)
    }
    await buildSlots(own, mine, { count: 1, supplierId: seller, priceFen: 100n })
    const more = buildSlots(own, mine, { count: 1, supplierId: seller, priceFen: 100n })
    const refusal = await more.then(
      () => undefined,
      error => error,
    )
    expect(refusal).toMatchObject({
      code: 'hold_discipline',
      facts: { limit: 1, points: 6, noShows: 2, lateReleases: 0, rule: 'hold_discipline', ruleVersion: 1 },
    })
    const days = (Date.parse(refusal.facts.betterAt) - Date.now()) / (24 * HOUR)
    expect(days).toBeGreaterThan(29.9)
    expect(days).toBeLessThan(30.1)
    await own.owner.query(
      `UPDATE live_hold SET ended_at = ended_at - interval '30 days' WHERE state = 'released'`,
    )
    await buildSlots(own, mine, { count: 1, supplierId: seller, priceFen: 100n })
  })

  test('given back shortly before the show counts, up to so many of one show; early, at once or taken back does not', async () => {
    const streamerId = (await buildShow(t)).streamerId
    const marks = async () => (await readOwnDiscipline(t.db, streamerId)).marks.map(mark => mark.kind)
    const early = await planned(5, streamerId)
    await removeSlot(t, { streamerId, slotId: early.slots[0]?.slotId ?? '' })
    const atOnce = await planned(1, streamerId)
    await t.db
      .updateTable('liveHold')
      .set({ createdAt: sql`app_now()` })
      .where('sessionId', '=', atOnce.sessionId)
      .execute()
    await removeSlot(t, { streamerId, slotId: atOnce.slots[0]?.slotId ?? '' })
    const revoked = await planned(1.5, streamerId)
    await revokeHold(t, {
      holdId: revoked.slots[0]?.holdId ?? '',
      supplierId: null,
      reason: 'x',
      passOn: true,
      actor: 'user:1',
    })
    expect(await marks()).toEqual([])
    const late = await planned(1, streamerId, 5)
    await cancelSession(t, late)
    expect(await marks()).toEqual(['lateRelease', 'lateRelease', 'lateRelease'])
    expect(await readOwnDiscipline(t.db, streamerId)).toMatchObject({ points: 3, limit: 100 })
  })
})
