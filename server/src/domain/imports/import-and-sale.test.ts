import { randomUUID } from 'node:crypto'
import { buildOrder, buildParty, buildRoom } from '@haowu/server/test/build-item.ts'
import { generatePhoneCatalog } from '@haowu/server/test/generate-catalog.ts'
import { type ImportDesk, openImportDesk } from '@haowu/server/test/import-desk.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { confirmSale } from '#domain/catalog/confirm-sale.ts'
import { holdForCheckout } from '#domain/catalog/hold-for-checkout.ts'
import { holdForSession } from '#domain/catalog/take-live-hold.ts'
import { applyImport } from './apply-import.ts'
import { listFindings } from './list-findings.ts'
import { previewImport } from './preview-import.ts'
import { readImport } from './read-import.ts'
import { requestApply } from './request-apply.ts'

let t: TestDatabase
let desk: ImportDesk
beforeAll(async () => {
  t = await createTestDatabase()
  desk = openImportDesk(t)
})
afterAll(async () => {
  await desk[Symbol.asyncDispose]()
  await t[Symbol.asyncDispose]()
})

const file = (seed: number, dearer = false) =>
  [
    ...generatePhoneCatalog({ rows: 1, inspected: true, seed, ...(dearer ? { priceMoveEvery: 1 } : {}) }),
  ].join('')

/** One imported phone, and the steps of two stories about it: a dearer file, and a sale. */
async function stage(seed: number) {
  const supplierId = await buildParty(t.db, 'supplier')
  await desk.importFile(supplierId, file(seed))
  const row = await t.db
    .selectFrom('item')
    .selectAll()
    .where('supplierId', '=', supplierId)
    .executeTakeFirstOrThrow()
  const item = { itemId: row.id, supplierId, reportId: row.reportId ?? '' }
  const room = await buildRoom(t.db, item)
  const orderId = randomUUID()
  let importId = ''
  let holdToken = 0n
  const trx = t.db.transaction()
  return {
    item,
    priceBefore: row.priceFen,
    importSteps: [
      async () => void (importId = (await desk.upload(supplierId, file(seed, true))).importId),
      () => previewImport(desk.deps, importId),
      () => requestApply(desk.deps, { supplierId, importId }),
      () => applyImport(desk.deps, importId),
    ],
    saleSteps: [
      async () => {
        const until = new Date(Date.now() + 3_600_000)
        await trx.execute(inner => holdForSession(inner, { itemId: row.id, holdId: room.liveHoldId, until }))
      },
      async () => {
        const hold = { itemId: row.id, orderId, liveHoldId: room.liveHoldId, minutes: 5 }
        const taken = await trx.execute(inner => holdForCheckout(inner, hold))
        holdToken = taken.holdToken
        await buildOrder(t.db, item, room, { orderId, holdToken })
      },
      async () => {
        expect(await trx.execute(inner => confirmSale(inner, { itemId: row.id, orderId, holdToken }))).toBe(
          true,
        )
      },
    ],
    result: async () => ({
      item: await t.db.selectFrom('item').selectAll().where('id', '=', row.id).executeTakeFirstOrThrow(),
      import: await readImport(t.db, { supplierId, importId }),
      findings: (await listFindings(t.db, { supplierId, importId, limit: 10 })).rows,
      sales: await t.db.selectFrom('sale').selectAll().where('itemId', '=', row.id).execute(),
    }),
  }
}

/** Every way to run two sequences against each other that keeps each one's own order. */
function interleavings<T>(a: T[], b: T[]): T[][] {
  const [firstOfA, ...restOfA] = a
  const [firstOfB, ...restOfB] = b
  if (firstOfA === undefined) return [b]
  if (firstOfB === undefined) return [a]
  return [
    ...interleavings(restOfA, b).map(rest => [firstOfA, ...rest]),
    ...interleavings(a, restOfB).map(rest => [firstOfB, ...rest]),
  ]
}

describe('a dearer file and a sale of the same piece', () => {
  const orders = interleavings(['i0', 'i1', 'i2', 'i3'], ['s0', 's1', 's2'])
  test.each(orders.map((order, seed) => [order.join(' '), order, 100 + seed] as const))(
    'in the order %s: sold once, never listed again, and held pieces keep their price',
    async (_, order, seed) => {
      const play = await stage(seed)
      for (const step of order) {
        const steps = step.startsWith('i') ? play.importSteps : play.saleSteps
        await steps[Number(step[1])]?.()
      }
      const { item, sales, findings, import: done } = await play.result()
      expect(item.state).toBe('sold')
      expect(sales).toHaveLength(1)
      expect(done.state).toBe('applied')
      const heldBefore = order.indexOf('s0') < order.indexOf('i3')
      expect(item.priceFen).toBe(heldBefore ? play.priceBefore : play.priceBefore + 1000n)
      const soldBefore = order.indexOf('s2') < order.indexOf('i3')
      const conflict = soldBefore ? 'ITEM_SOLD' : 'ITEM_HELD'
      expect(findings.map(({ code }) => code)).toEqual(heldBefore ? [conflict] : [])
    },
  )

  test('at the same moment, ten times over: sold once, and the import says what it did', async () => {
    for (let round = 0; round < 10; round++) {
      const play = await stage(200 + round)
      const run = async (steps: (() => Promise<unknown>)[]) => {
        for (const step of steps) await step()
      }
      await Promise.all([run(play.importSteps), run(play.saleSteps)])
      const { item, sales, import: done, findings } = await play.result()
      expect(item.state).toBe('sold')
      expect(sales).toHaveLength(1)
      expect(done.counts.changed + findings.length).toBe(1)
    }
  })
})
