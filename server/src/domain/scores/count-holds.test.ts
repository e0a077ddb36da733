import { buildShow, buildSlots, buildSupplier } from '@haowu/server/test/build-show.ts'
import { createTestDatabase } from '@haowu/server/test/test-database.ts'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { cancelSession } from '#domain/picks/cancel-session.ts'
import { endSession } from '#domain/picks/end-session.ts'
import { startSession } from '#domain/picks/start-session.ts'
import { updateSession } from '#domain/picks/update-session.ts'
import { countHolds } from './count-holds.ts'

const HOUR = 3_600_000

test('a piece kept past the start that its show was moved away from at the last moment was kept to the end unsold', async () => {
  await using t = await createTestDatabase()
  const supplierId = await buildSupplier(t)
  const show = await buildShow(t, { startsIn: 1 })
  await buildSlots(t, show, { count: 2, supplierId })
  await t.db.updateTable('liveHold').set({ createdAt: sql`app_now() - interval '1 hour'` }).execute()
  const [startsAt, endsAt] = [9, 11].map(hours => new Date(Date.now() + hours * HOUR)) as [Date, Date]
  await updateSession(t, { ...show, title: '改期', startsAt, endsAt, place: 'own_room', channel: '' })
  await t.owner.query('UPDATE app_clock SET shift_seconds = 2 * 3600')
  await cancelSession(t, show)
  const day = { day: '', from: sql<Date>`app_now() - interval '1 hour'`, to: sql<Date>`app_now()` }
  expect((await countHolds.rows(day).execute(t.db)).rows).toEqual([
    { subjectId: show.streamerId, fact: 'hold_unsold', n: 2 },
  ])
})

test('what was not sold in a show that began and ended before its time was kept to the end unsold', async () => {
  await using t = await createTestDatabase()
  const show = await buildShow(t, { startsIn: 5 })
  await buildSlots(t, show, { count: 2, supplierId: await buildSupplier(t) })
  await startSession(t, show)
  await endSession(t, show)
  const day = { day: '', from: sql<Date>`app_now() - interval '1 hour'`, to: sql<Date>`app_now()` }
  expect((await countHolds.rows(day).execute(t.db)).rows).toEqual([
    { subjectId: show.streamerId, fact: 'hold_unsold', n: 2 },
  ])
})
