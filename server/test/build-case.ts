import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { creditDeposit } from '#domain/deposits/credit-deposit.ts'
import { splitDue } from '#domain/settlement/split-due.ts'
import type { FileStore } from '#gateways/files.ts'
import { buildPaidOrders } from './build-orders.ts'
import type { TestDatabase } from './test-database.ts'

export interface CaseScene {
  supplierId: string
  streamerId: string
  orders: SoldOrder[]
}

export interface SoldOrder {
  orderId: string
  orderNo: string
  reportCode: string
  paidFen: bigint
  /** Opens the order's page; the builder of orders makes it from the id. */
  orderToken: string
}

/** A supplier with a deposit whose orders were received and divided; each matures when its test says so. */
export async function buildCaseScene(
  t: TestDatabase,
  { count, depositFen }: { count: number; depositFen: bigint },
): Promise<CaseScene> {
  const { orderIds, supplierIds, streamerIds } = await buildPaidOrders(t.db, {
    count,
    suppliers: 1,
    streamers: 1,
  })
  const [supplierId = '', streamerId = ''] = [...supplierIds, ...streamerIds]
  await splitDue(t)
  for (const partyId of [supplierId, streamerId]) {
    await t.db
      .transaction()
      .execute(trx => creditDeposit(trx, { paymentId: randomUUID(), partyId, amountFen: depositFen }))
  }
  await sql`
    UPDATE orders SET state = 'received', shipped_at = app_now(), received_at = app_now(),
      matures_at = app_now() + interval '10 years'
    WHERE id = ANY(${orderIds}::uuid[])
  `.execute(t.db)
  const orders = await t.db
    .selectFrom('orders')
    .innerJoin('report', 'report.id', 'orders.reportId')
    .select(['orders.id as orderId', 'orders.no as orderNo', 'orders.paidFen', 'report.code as reportCode'])
    .where('orders.id', '=', sql<string>`ANY(${orderIds}::uuid[])`)
    .orderBy('orders.paidFen')
    .execute()
  return { supplierId, streamerId, orders: orders.map(order => ({ ...order, orderToken: order.orderId })) }
}

/** Files in memory, for tests that look at what happens around them. */
export function memoryFiles(): FileStore & { kept: Map<string, Buffer> } {
  const kept = new Map<string, Buffer>()
  const read = (key: string) => {
    const content = kept.get(key)
    if (!content) throw new Error(`no file ${key}`)
    return content
  }
  return {
    kept,
    put: async (key, body) => {
      kept.set(key, Buffer.isBuffer(body) ? body : Buffer.concat(await Readable.from(body).toArray()))
    },
    get: async key => Readable.from(read(key)),
    readChunks: async function* (key) {
      yield read(key)
    },
    stat: async key => {
      const content = kept.get(key)
      return content ? { bytes: content.length, etag: key, lastModified: new Date(0) } : null
    },
    list: async folder =>
      [...kept.keys()].filter(key => key.lastIndexOf('/') === folder.length && key.startsWith(folder)).sort(),
    delete: async key => void kept.delete(key),
    signedUrl: async key => `memory:${key}`,
    signedPut: async () => null,
    check: async () => {},
  }
}

/** Moves the clock that decides, for this database alone. */
export async function passDays(t: TestDatabase, days: number): Promise<void> {
  await t.owner.query('UPDATE app_clock SET shift_seconds = shift_seconds + $1', [Math.round(days * 86_400)])
}

/** As if the parcel had arrived just now; `matured` when its days should be over too. */
export async function receiveNow(
  t: TestDatabase,
  { orderId }: { orderId: string },
  { matured = false }: { matured?: boolean } = {},
): Promise<void> {
  await sql`
    UPDATE orders SET received_at = app_now(),
      matures_at = app_now() + CASE WHEN ${matured} THEN interval '-1 second' ELSE interval '10 years' END
    WHERE id = ${orderId} AND state = 'received'
  `.execute(t.db)
}
