import { randomUUID } from 'node:crypto'
import { buildItem, buildParty } from '@haowu/server/test/build-item.ts'
import { createTestDatabase } from '@haowu/server/test/test-database.ts'
import { expect, test } from 'vitest'
import { createPlan } from '#domain/commission/create-plan.ts'
import { creditDeposit } from '#domain/deposits/credit-deposit.ts'
import { readDeposit } from '#domain/deposits/read-deposit.ts'
import { liftRestrictions, restrictParty } from '#domain/parties/restrict-party.ts'
import { addSlot } from './add-slot.ts'
import { createSession } from './create-session.ts'

test('nobody holds anew while he or the supplier is restricted; holds that stand are kept, and all is as before once lifted', async () => {
  await using t = await createTestDatabase()
  const supplierId = await buildParty(t.db, 'supplier')
  const streamerId = await buildParty(t.db, 'streamer')
  const plan = { supplierId, kind: 'open', name: '普通', categoryCode: null, rateBps: 800 } as const
  await createPlan(t, { ...plan, serviceRateBps: 0, streamerIds: [] })
  await t.db
    .transaction()
    .execute(trx => creditDeposit(trx, { paymentId: randomUUID(), partyId: streamerId, amountFen: 10_000n }))
  const endsAt = new Date(Date.now() + 3_600_000)
  const session = await createSession(t, { streamerId, title: '受限', startsAt: new Date(), endsAt })
  const add = async () => {
    const { itemId } = await buildItem(t.db, { supplierId, priceFen: 1_000n })
    return addSlot(t, { streamerId, ...session, itemId })
  }
  await add()
  for (const [partyId, who] of [
    [streamerId, 'own'],
    [supplierId, 'supplier'],
  ] as const) {
    const cause = { partyId, cause: 'deposit_short', refId: randomUUID() } as const
    await t.db.transaction().execute(trx => restrictParty(trx, { ...cause, kinds: ['no_holds'] }))
    await expect(add()).rejects.toMatchObject({
      code: 'party_restricted',
      facts: { kind: 'no_holds', cause: 'deposit_short', who },
    })
    expect((await readDeposit(t.db, { partyId: streamerId })).holds).toHaveLength(1)
    await t.db.transaction().execute(trx => liftRestrictions(trx, cause))
  }
  await add()
  expect((await readDeposit(t.db, { partyId: streamerId })).heldFen).toBe(400n)
})
