import { buildItem } from '@haowu/server/test/build-item.ts'
import { type BuiltShow, buildShow, buildSupplier } from '@haowu/server/test/build-show.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { sql } from 'kysely'
import { beforeEach, afterEach, expect, test } from 'vitest'
import { restrictParty } from '#domain/parties/restrict-party.ts'
import { mindLines } from './mind-lines.ts'

/** As many as one run looks at. */
const ONE_RUN = 200

let t: TestDatabase
let supplierId: string
beforeEach(async () => {
  t = await createTestDatabase()
  supplierId = await buildSupplier(t)
})
afterEach(() => t[Symbol.asyncDispose]())

/** He waits for so many free pieces, longer than whoever comes after. */
async function waitFor(show: BuiltShow, { count, of = supplierId }: { count: number; of?: string }) {
  const items = await Promise.all(
    Array.from({ length: count }, () => buildItem(t.db, { supplierId: of, priceFen: 100n })),
  )
  const { streamerId, sessionId } = show
  await t.db
    .insertInto('holdWait')
    .values(items.map(({ itemId }) => ({ itemId, streamerId, sessionId })))
    .execute()
  return items.map(({ itemId }) => itemId)
}
const heldBy = async ({ streamerId }: BuiltShow) =>
  (
    await t.db
      .selectFrom('liveHold')
      .select('itemId')
      .where('streamerId', '=', streamerId)
      .where('state', '=', 'active')
      .execute()
  ).map(({ itemId }) => itemId)

test.each<[string, () => Promise<unknown>]>([
  [
    'lines of shows that are far ahead',
    async () => waitFor(await buildShow(t, { startsIn: 48 }), { count: ONE_RUN }),
  ],
  [
    'pieces of a supplier who may not give any',
    async () => {
      const restricted = await buildSupplier(t)
      await waitFor(await buildShow(t), { count: ONE_RUN, of: restricted })
      const cause = { cause: 'case', refId: restricted } as const
      await t.db
        .transaction()
        .execute(trx => restrictParty(trx, { partyId: restricted, ...cause, kinds: ['no_holds'] }))
    },
  ],
  [
    'pieces whose report is over',
    async () => {
      await waitFor(await buildShow(t), { count: ONE_RUN })
      await t.db.updateTable('report').set({ expiresAt: sql`app_now()` }).execute()
    },
  ],
])('%s keep nobody waiting for a piece that he could have', async (_, fill) => {
  await fill()
  const show = await buildShow(t)
  const [itemId] = await waitFor(show, { count: 1 })
  expect(await mindLines(t)).toMatchObject({ served: 1 })
  expect(await heldBy(show)).toEqual([itemId])
})

test('a piece that fails is told and keeps none of the others waiting', async () => {
  const [odd, sound] = [await buildShow(t), await buildShow(t)]
  await waitFor(odd, { count: 1 })
  const [itemId] = await waitFor(sound, { count: 1 })
  await t.owner.query(`
    CREATE FUNCTION fail_oddly() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'nonsense'; END $$;
    CREATE TRIGGER fails_oddly BEFORE INSERT ON live_hold FOR EACH ROW
      WHEN (NEW.streamer_id = '${odd.streamerId}') EXECUTE FUNCTION fail_oddly()`)
  await expect(mindLines(t)).rejects.toThrow('lines could not be served')
  expect(await heldBy(sound)).toEqual([itemId])
})
