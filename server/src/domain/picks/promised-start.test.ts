import { buildShow, buildSlots, buildSupplier } from '@haowu/server/test/build-show.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { cancelSession } from './cancel-session.ts'
import { joinLine } from './join-line.ts'
import { expireLiveHolds } from './expire-live-holds.ts'
import { readOwnDiscipline } from './read-own-discipline.ts'
import { removeSlot } from './remove-slot.ts'
import { startSession } from './start-session.ts'
import { updateSession } from './update-session.ts'

const HOUR = 3_600_000

let t: TestDatabase
let supplierId: string
let shiftHours = 0
beforeAll(async () => {
  t = await createTestDatabase()
  supplierId = await buildSupplier(t)
})
afterEach(() => later(-shiftHours))
afterAll(() => t[Symbol.asyncDispose]())

async function later(hours: number): Promise<void> {
  shiftHours += hours
  await t.owner.query('UPDATE app_clock SET shift_seconds = $1', [shiftHours * 3_600])
}

/** A show for which he has held two pieces for an hour. */
async function planned(startsIn: number) {
  const show = await buildShow(t, { startsIn })
  const slots = await buildSlots(t, show, { count: 2, supplierId, priceFen: 100n })
  await t.db
    .updateTable('liveHold')
    .set({ createdAt: sql`app_now() - interval '1 hour'` })
    .where('sessionId', '=', show.sessionId)
    .execute()
  return { ...show, slots }
}
type Planned = Awaited<ReturnType<typeof planned>>

/** Hours are counted from the beginning of the test, whatever its clock says now. */
const moveTo = (show: Planned, startsIn: number) =>
  updateSession(t, {
    ...show,
    title: '改期',
    startsAt: new Date(Date.now() + startsIn * HOUR),
    endsAt: new Date(Date.now() + (startsIn + 2) * HOUR),
    place: 'own_room',
    channel: '',
  })
const giveBack = ({ streamerId, slots }: Planned) =>
  removeSlot(t, { streamerId, slotId: slots[0]?.slotId ?? '' })
const marksOf = async ({ streamerId }: Planned) =>
  (await readOwnDiscipline(t.db, streamerId)).marks.map(mark => mark.kind)

describe('a show that is moved away', () => {
  test('when it is near frees none of its holds from being given back late', async () => {
    const show = await planned(1)
    await moveTo(show, 9)
    await moveTo(show, 11)
    await cancelSession(t, show)
    expect(await marksOf(show)).toEqual(['lateRelease', 'lateRelease'])
  })

  test('well ahead costs nothing, and is late only before its new start', async () => {
    const [gone, near] = [await planned(5), await planned(5)]
    for (const show of [gone, near]) await moveTo(show, 9)
    await later(4)
    await cancelSession(t, gone)
    expect(await marksOf(gone)).toEqual([])
    await later(4)
    await cancelSession(t, near)
    expect(await marksOf(near)).toEqual(['lateRelease', 'lateRelease'])
  })

  test('in the minutes in which holds may be given back at once takes them with it', async () => {
    const show = await planned(1)
    await t.db
      .updateTable('liveHold')
      .set({ createdAt: sql`app_now()` })
      .where('sessionId', '=', show.sessionId)
      .execute()
    await moveTo(show, 9)
    await later(1)
    await cancelSession(t, show)
    expect(await marksOf(show)).toEqual([])
  })

  test('after it was moved nearer is held to the nearer start', async () => {
    const show = await planned(9)
    await moveTo(show, 1)
    await moveTo(show, 9)
    await cancelSession(t, show)
    expect(await marksOf(show)).toEqual(['lateRelease', 'lateRelease'])
  })

  test('takes back neither what was given back late before, nor makes late what was early', async () => {
    const [late, early] = [await planned(1), await planned(9)]
    for (const show of [late, early]) await giveBack(show)
    await moveTo(late, 9)
    await moveTo(early, 1)
    expect([await marksOf(late), await marksOf(early)]).toEqual([['lateRelease'], []])
  })

  test('when it is near and then not begun was not begun when it was promised', async () => {
    const [kept, given] = [await planned(1), await planned(1)]
    await moveTo(kept, 9)
    await later(1.5)
    await giveBack(given)
    await moveTo(given, 9)
    for (const show of [kept, given]) await cancelSession(t, show)
    expect([await marksOf(kept), await marksOf(given)]).toEqual([['noShow'], ['noShow']])
  })

  test('when it is near and whose held piece runs out, because somebody waits for it, was not begun either', async () => {
    const show = await planned(1)
    for (const { itemId } of show.slots)
      await joinLine(t, { ...(await buildShow(t, { startsIn: 20 })), itemId })
    await moveTo(show, 9)
    await later(5)
    await expireLiveHolds(t)
    await cancelSession(t, show)
    expect(await marksOf(show)).toEqual(['noShow'])
  })

  test.each([
    ['at the last moment', 2, 1.5, 2],
    ['into the past, and back,', -1, 0, 1],
  ])('%s makes late what is given back before it really begins', async (_, to, givenAt, begins) => {
    const show = await planned(1)
    await moveTo(show, to)
    await later(givenAt)
    await giveBack(show)
    await moveTo(show, begins)
    await startSession(t, show)
    expect(await marksOf(show)).toEqual(['lateRelease'])
  })
})
