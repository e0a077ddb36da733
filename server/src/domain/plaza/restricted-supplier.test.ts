import { randomUUID } from 'node:crypto'
import { buildItem, buildParty } from '@haowu/server/test/build-item.ts'
import { createTestDatabase } from '@haowu/server/test/test-database.ts'
import { expect, test } from 'vitest'
import { liftRestrictions, restrictParty } from '#domain/parties/restrict-party.ts'
import { countPlazaFacets } from './count-facets.ts'
import { readPlazaItem } from './plaza-row.ts'
import { refreshEntries } from './refresh-entries.ts'
import { searchPlaza } from './search-plaza.ts'

test('goods of a supplier that may not list are out of the plaza at once and back at once, also those changed in between', async () => {
  await using t = await createTestDatabase()
  const supplierId = await buildParty(t.db, 'supplier')
  const streamerId = await buildParty(t.db, 'streamer')
  const { itemId } = await buildItem(t.db, { supplierId, title: '受限的手机' })
  const { itemId: other } = await buildItem(t.db, { title: '别人的手机' })
  await refreshEntries(t)
  const seen = async () => {
    const { rows } = await searchPlaza(t.db, { filters: {}, sort: 'newest', limit: 10, streamerId })
    return rows.map(row => row.itemId).sort()
  }
  expect(await seen()).toEqual([itemId, other].sort())
  const cause = { partyId: supplierId, cause: 'deposit_short', refId: randomUUID() } as const
  await t.db.transaction().execute(trx => restrictParty(trx, { ...cause, kinds: ['no_holds', 'no_listing'] }))
  expect(await seen()).toEqual([other])
  expect((await countPlazaFacets(t.db, {})).total).toBe(1)
  await expect(readPlazaItem(t.db, itemId)).rejects.toMatchObject({ code: 'not_found' })
  await t.db.updateTable('item').set({ title: '改过的手机' }).where('id', '=', itemId).execute()
  await refreshEntries(t)
  expect(await seen()).toEqual([other])
  await t.db.transaction().execute(trx => liftRestrictions(trx, cause))
  expect(await seen()).toEqual([itemId, other].sort())
  expect((await readPlazaItem(t.db, itemId)).title).toBe('改过的手机')
})
