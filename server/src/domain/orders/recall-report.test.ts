import { buildItem } from '@haowu/server/test/build-item.ts'
import { buildPaidOrder, buildSale, checkoutDeps } from '@haowu/server/test/build-sale.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listReports } from '#domain/inspection/list-reports.ts'
import { blockOrder } from './block-order.ts'
import { previewRecall } from './preview-recall.ts'
import { recallReport, releaseRecalled } from './recall-report.ts'

let t: TestDatabase
beforeAll(async () => {
  t = await createTestDatabase()
})
afterAll(() => t[Symbol.asyncDispose]())

const byOperator = { reason: '复检不符', actor: 'user:operator' }

const openBlocks = async (orderId: string) => {
  const rows = await t.db
    .selectFrom('orderBlock')
    .select('cause')
    .where('orderId', '=', orderId)
    .where('closedAt', 'is', null)
    .orderBy('cause')
    .execute()
  return rows.map(({ cause }) => cause)
}

test('what was sold on a withdrawn report is kept from settlement until an operator lets it go, and nothing else', async () => {
  const order = await buildPaidOrder(t, checkoutDeps(t))
  const other = await buildPaidOrder(t, checkoutDeps(t))
  const { orderId } = order
  const { reportId } = order.sale.item
  const preview = await previewRecall(t.db, reportId)
  expect(preview.orders.map(({ id, paidFen }) => [id, paidFen])).toEqual([[orderId, 499_900n]])

  expect(await recallReport(t, { ...byOperator, reportId })).toEqual({ revoked: true, blocked: 1 })
  expect(await recallReport(t, { ...byOperator, reportId })).toEqual({ revoked: false, blocked: 0 })
  expect(await openBlocks(orderId)).toEqual(['report_revoked'])
  expect(await openBlocks(other.orderId)).toEqual([])
  const blocked = { state: 'blocked', limit: 10 } as const
  expect(await listReports(t.db, blocked)).toMatchObject([{ id: reportId, blockedOrders: 1 }])

  // A case on the same order goes on blocking it when the report lets it go.
  await t.db.transaction().execute(trx => blockOrder(trx, { orderId, cause: 'case', refId: randomUUID() }))
  expect(await releaseRecalled(t, { ...byOperator, reportId })).toEqual({ released: 1 })
  expect(await releaseRecalled(t, { ...byOperator, reportId })).toEqual({ released: 0 })
  expect(await openBlocks(orderId)).toEqual(['case'])
  expect(await listReports(t.db, blocked)).toEqual([])
})

test('the preview names the holds that a recall ends, and a report that was superseded ends none', async () => {
  const { item, room } = await buildSale(t)
  expect(await previewRecall(t.db, item.reportId)).toMatchObject({
    isCurrent: true,
    itemState: 'live_held',
    holds: [{ paying: false }],
    orders: [],
  })
  await recallReport(t, { ...byOperator, reportId: item.reportId })
  const told = await t.db
    .selectFrom('notice')
    .select('partyId')
    .where('kind', '=', 'report_revoked')
    .where('refId', '=', item.itemId)
    .execute()
  expect(told.map(({ partyId }) => partyId).sort()).toEqual([item.supplierId, room.streamerId].sort())
  expect(await previewRecall(t.db, item.reportId)).toMatchObject({ holds: [] })
})

test('two operators who withdraw at once block the order once; a report nobody knows is not found', async () => {
  const { sale } = await buildPaidOrder(t, checkoutDeps(t))
  const { reportId } = sale.item
  const both = await Promise.all([1, 2].map(() => recallReport(t, { ...byOperator, reportId })))
  expect(both.map(({ blocked }) => blocked).sort()).toEqual([0, 1])
  await buildItem(t.db)
  await expect(previewRecall(t.db, randomUUID())).rejects.toMatchObject({ code: 'not_found' })
})
