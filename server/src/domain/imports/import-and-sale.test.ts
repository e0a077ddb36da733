import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import type { ImportMode } from '@haowu/shared/imports.ts'
import { buildOrder, buildParty, buildRoom } from '@haowu/server/test/build-item.ts'
import { generatePhoneCatalog } from '@haowu/server/test/generate-catalog.ts'
import { type ImportDesk, openImportDesk } from '@haowu/server/test/import-desk.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DomainError } from '#domain/domain-error.ts'
import { confirmSale } from '@haowu/server/test/confirm-sale.ts'
import { holdForCheckout } from '#domain/catalog/hold-for-checkout.ts'
import { holdForSession } from '#domain/catalog/take-live-hold.ts'
import { applyImport } from './apply-import.ts'
import { listFindings } from './list-findings.ts'
import { previewImport } from './preview-import.ts'
import { readImport } from './read-import.ts'
import { receiveUpload } from './receive-upload.ts'
import { requestApply } from './request-apply.ts'
import { requestUndo } from './request-undo.ts'
import { undoImport } from './undo-import.ts'

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

interface SecondFile {
  content(sku: string): string
  mode: ImportMode
}

/** One imported phone, and the steps of two stories about it: a dearer file, and a sale. */
async function stage(seed: number, second: SecondFile = { content: () => file(seed, true), mode: 'delta' }) {
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
  const sold = async () => ({
    item: await t.db.selectFrom('item').selectAll().where('id', '=', row.id).executeTakeFirstOrThrow(),
    sales: await t.db.selectFrom('sale').selectAll().where('itemId', '=', row.id).execute(),
  })
  return {
    item,
    priceBefore: row.priceFen,
    importSteps: [
      async () => {
        const body = Readable.from([Buffer.from(second.content(row.supplierSku))])
        const upload = { supplierId, memberId: supplierId, fileName: '商品.csv', body, mode: second.mode }
        importId = (await receiveUpload(desk.deps, upload)).importId
      },
      () => previewImport(desk.deps, importId),
      () => requestApply(desk.deps, { supplierId, importId }),
      () => applyImport(desk.deps, importId),
    ],
    undoSteps: [
      () => requestUndo(t, { supplierId, importId: row.importId ?? '', memberId: supplierId }),
      () => undoImport(t, row.importId ?? ''),
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
    sold,
    result: async () => ({
      ...(await sold()),
      import: await readImport(t.db, { supplierId, importId }),
      findings: (await listFindings(t.db, { supplierId, importId, limit: 10 })).rows,
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

/** What may come to the piece from the supplier's side, and where that leaves it when nobody had taken it first. */
const OTHER_FILES: (SecondFile & { what: string; off: boolean })[] = [
  {
    what: 'a full file without it',
    mode: 'full',
    content: () => '商家编码,标题,类目,价格\nOTHER,柜子,家具,100\n',
    off: true,
  },
  {
    what: 'a row that takes it off',
    mode: 'delta',
    content: sku => `商家编码,标题,类目,价格,操作\n${sku},,,,下架\n`,
    off: true,
  },
  {
    what: 'a file that says it is gone',
    mode: 'price_stock',
    content: sku => `商家编码,库存\n${sku},0\n`,
    off: true,
  },
  {
    what: 'a dearer price alone',
    mode: 'price_stock',
    content: sku => `商家编码,价格\n${sku},9999.5\n`,
    off: false,
  },
]

describe.each(OTHER_FILES.map((second, at) => [second.what, second, at] as const))(
  '%s and a sale of the same piece',
  (_, second, at) => {
    const orders = interleavings(['i0', 'i1', 'i2', 'i3'], ['s0', 's1', 's2'])
    test.each(orders.map((order, seed) => [order.join(' '), order, 300 + at * 50 + seed] as const))(
      'in the order %s: whoever comes first has it, and it is never listed again',
      async (__, order, seed) => {
        const play = await stage(seed, second)
        const takenFirst = order.indexOf('s0') < order.indexOf('i3')
        await playInOrder(order, { i: play.importSteps, s: play.saleSteps })
        const { item, sales, import: done } = await play.result()
        expect(done.state).toBe('applied')
        expect(sales).toHaveLength(takenFirst || !second.off ? 1 : 0)
        if (takenFirst || !second.off) expect(item.state).toBe('sold')
        else expect(item.state === 'withdrawn' || item.qty === 0).toBe(true)
        if (takenFirst) expect(item.priceFen).toBe(play.priceBefore)
      },
    )
  },
)

describe('an undo and a sale of the same piece', () => {
  const orders = interleavings(['u0', 'u1'], ['s0', 's1', 's2'])
  test.each(orders.map((order, seed) => [order.join(' '), order, 600 + seed] as const))(
    'in the order %s: whoever comes first has it',
    async (_, order, seed) => {
      const play = await stage(seed)
      const takenFirst = order.indexOf('s0') < order.indexOf('u1')
      await playInOrder(order, { u: play.undoSteps, s: play.saleSteps })
      const { item, sales } = await play.sold()
      expect(sales).toHaveLength(takenFirst ? 1 : 0)
      expect([item.state, item.withdrawnBy]).toEqual(takenFirst ? ['sold', null] : ['withdrawn', 'undo'])
    },
  )
})

/** A step of the sale that comes too late is refused, and with it all that follow. */
async function playInOrder(
  order: string[],
  stories: Record<string, (() => Promise<unknown>)[]>,
): Promise<void> {
  let refused = false
  for (const step of order) {
    const act = stories[step[0] ?? '']?.[Number(step[1])]
    if (!step.startsWith('s')) await act?.()
    else if (!refused)
      refused = await Promise.resolve(act?.()).then(
        () => false,
        error => error instanceof DomainError,
      )
  }
}
