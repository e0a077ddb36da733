import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildParty } from '../../../test/build-item.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/test-database.ts'
import { liftRestrictions, readRestrictions, refuseRestricted, restrictParty } from './restrict-party.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

test('a restriction ends only when each of its causes has lifted it', async () => {
  const { db } = database
  const partyId = await buildParty(db, 'streamer')
  const [short, violation] = [randomUUID(), randomUUID()]
  const inTrx = <T>(act: (trx: Parameters<typeof restrictParty>[0]) => Promise<T>) =>
    db.transaction().execute(act)
  const holding = () => refuseRestricted(db, { partyIds: [partyId], kind: 'no_holds' })

  await inTrx(trx =>
    restrictParty(trx, { partyId, cause: 'deposit_short', refId: short, kinds: ['no_holds'] }),
  )
  await inTrx(trx =>
    restrictParty(trx, { partyId, cause: 'case', refId: violation, kinds: ['no_holds', 'payouts_frozen'] }),
  )
  await inTrx(trx =>
    restrictParty(trx, { partyId, cause: 'deposit_short', refId: short, kinds: ['no_holds'] }),
  )
  expect(await readRestrictions(db, partyId)).toHaveLength(3)

  expect(await inTrx(trx => liftRestrictions(trx, { partyId, cause: 'deposit_short', refId: short }))).toBe(1)
  await expect(holding()).rejects.toMatchObject({ code: 'party_restricted', facts: { cause: 'case' } })
  expect(await inTrx(trx => liftRestrictions(trx, { partyId, cause: 'case', refId: violation }))).toBe(2)
  await holding()

  await inTrx(trx =>
    restrictParty(trx, { partyId, cause: 'deposit_short', refId: short, kinds: ['no_holds'] }),
  )
  await expect(holding()).rejects.toMatchObject({ facts: { cause: 'deposit_short' } })
})
