import { randomUUID } from 'node:crypto'
import { buildItem, buildParty } from '@haowu/server/test/build-item.ts'
import { createTestDatabase } from '@haowu/server/test/test-database.ts'
import { expect, test } from 'vitest'
import { createPlan } from '#domain/commission/create-plan.ts'
import { creditDeposit } from '#domain/deposits/credit-deposit.ts'
import { addSlot } from './add-slot.ts'
import { createSession } from './create-session.ts'
import { readSession } from './read-session.ts'
import { removeSlot } from './remove-slot.ts'

test('a run sheet takes as many items as the rule in force allows, also when they come at once, and one more after a removal', async () => {
  await using t = await createTestDatabase()
  await t.owner.query(`
    INSERT INTO rule (code, version, value, published_at, effective_from)
    VALUES ('live_hold_window', 2, '{"beforeHours": 12, "afterMinutes": 30, "limit": 3}', '2020-12-01', '2021-01-01')`)
  const supplierId = await buildParty(t.db, 'supplier')
  const streamerId = await buildParty(t.db, 'streamer')
  const plan = { supplierId, kind: 'open', name: '普通', categoryCode: null, rateBps: 800 } as const
  await createPlan(t, { ...plan, serviceRateBps: 0, streamerIds: [] })
  await t.db
    .transaction()
    .execute(trx => creditDeposit(trx, { paymentId: randomUUID(), partyId: streamerId, amountFen: 10_000n }))
  const endsAt = new Date(Date.now() + 3_600_000)
  const own = {
    streamerId,
    ...(await createSession(t, { streamerId, title: '限额', startsAt: new Date(), endsAt })),
  }
  const add = async () =>
    addSlot(t, { ...own, itemId: (await buildItem(t.db, { supplierId, priceFen: 100n })).itemId })

  const outcomes = await Promise.allSettled([1, 2, 3, 4, 5].map(add))
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') {
      expect(outcome.reason).toMatchObject({ code: 'hold_limit', facts: { limit: 3 } })
    }
  }
  const { slots } = await readSession(t, own)
  await removeSlot(t, { streamerId, slotId: slots[0]?.slotId ?? '' })
  expect((await add()).position).toBe(4)
})

test('a show of a lower tier holds less, from the moment the tier is lower', async () => {
  await using t = await createTestDatabase()
  await t.owner.query(`
    INSERT INTO rule (code, scope, version, value, published_at, effective_from)
    VALUES ('live_hold_window', 'D', 2, '{"beforeHours": 12, "afterMinutes": 30, "limit": 1}', '2020-12-01', '2021-01-01')`)
  const supplierId = await buildParty(t.db, 'supplier')
  const streamerId = await buildParty(t.db, 'streamer')
  const plan = { supplierId, kind: 'open', name: '普通', categoryCode: null, rateBps: 800 } as const
  await createPlan(t, { ...plan, serviceRateBps: 0, streamerIds: [] })
  await t.db
    .transaction()
    .execute(trx => creditDeposit(trx, { paymentId: randomUUID(), partyId: streamerId, amountFen: 10_000n }))
  const endsAt = new Date(Date.now() + 3_600_000)
  const own = {
    streamerId,
    ...(await createSession(t, { streamerId, title: '等级', startsAt: new Date(), endsAt })),
  }
  const add = async () =>
    addSlot(t, { ...own, itemId: (await buildItem(t.db, { supplierId, priceFen: 100n })).itemId })
  await add()
  await add()
  await t.db.updateTable('party').set({ tier: 'D' }).where('id', '=', streamerId).execute()
  await expect(add()).rejects.toMatchObject({ code: 'hold_limit', facts: { limit: 1 } })
})
