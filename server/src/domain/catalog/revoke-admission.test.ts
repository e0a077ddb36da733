import { randomUUID } from 'node:crypto'
import { buildItem, buildRoom } from '@haowu/server/test/build-item.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { admitParty } from '#domain/parties/admit-party.ts'
import { releaseFromSession } from './release-live-hold.ts'
import { listAdmissions, revokeAdmission } from './revoke-admission.ts'
import { holdForSession } from './take-live-hold.ts'

let t: TestDatabase
beforeAll(async () => {
  t = await createTestDatabase()
})
afterAll(() => t[Symbol.asyncDispose]())

const stateOf = async (itemId: string) =>
  (await t.db.selectFrom('item').select('state').where('id', '=', itemId).executeTakeFirstOrThrow()).state

test('an admission that is taken back takes what is on offer off sale at once and what is held afterwards, and is told once', async () => {
  const free = await buildItem(t.db)
  const { supplierId } = free
  const other = await buildItem(t.db, { supplierId, categoryCode: 'book' })
  const held = await buildItem(t.db, { supplierId })
  const room = await buildRoom(t.db, held)
  const hold = { itemId: held.itemId, holdId: room.liveHoldId }
  const until = new Date(Date.now() + 3_600_000)
  await t.db.transaction().execute(trx => holdForSession(trx, { ...hold, until }))
  const seen = (await listAdmissions(t.db, supplierId)).find(({ category }) => category === 'phone')
  expect(seen).toMatchObject({ state: 'admitted', onOffer: 1, held: 1 })

  const revoke = () =>
    revokeAdmission(t, {
      partyId: supplierId,
      categoryCode: 'phone',
      reason: '资质过期未更新',
      memberId: randomUUID(),
    })
  const answers = await Promise.all([revoke(), revoke()])
  expect(answers.filter(({ repeated }) => !repeated)).toMatchObject([{ onOffer: 1, held: 1 }])
  expect([await stateOf(free.itemId), await stateOf(held.itemId), await stateOf(other.itemId)]).toEqual([
    'draft',
    'live_held',
    'available',
  ])
  await t.db.transaction().execute(trx => releaseFromSession(trx, hold))
  expect(await stateOf(held.itemId)).toBe('draft')
  const notices = await t.db.selectFrom('notice').selectAll().where('partyId', '=', supplierId).execute()
  expect(notices).toMatchObject([{ kind: 'admission_revoked', facts: { reason: '资质过期未更新', held: 1 } }])

  await t.db.transaction().execute(trx => admitParty(trx, { partyId: supplierId, categories: ['phone'] }))
  expect((await listAdmissions(t.db, supplierId)).find(({ category }) => category === 'phone')).toMatchObject(
    {
      state: 'admitted',
      revokedReason: null,
    },
  )
})

test('there is nothing to take back from whom was never admitted', async () => {
  const { supplierId } = await buildItem(t.db)
  await t.db.deleteFrom('categoryAdmission').where('partyId', '=', supplierId).execute()
  const revoke = { partyId: supplierId, categoryCode: 'phone', reason: 'x', memberId: randomUUID() }
  await expect(revokeAdmission(t, revoke)).rejects.toMatchObject({ code: 'not_found' })
})
