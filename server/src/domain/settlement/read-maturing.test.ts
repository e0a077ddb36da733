import { randomUUID } from 'node:crypto'
import { buildPaidOrders, letOrdersMature } from '@haowu/server/test/build-orders.ts'
import { createTestDatabase } from '@haowu/server/test/test-database.ts'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { blockOrder } from '#domain/orders/block-order.ts'
import { listSettlements } from './list-settlements.ts'
import { readMaturing } from './read-maturing.ts'
import { settleDue } from './settle-due.ts'
import { splitDue } from './split-due.ts'

/** By that many days after now. */
const DAYS = [0, 1, 7, 8, 30, null] as const

test('what is not settled yet is told by when it will be, adds up to what the ledger holds, and is what is settled then', async () => {
  await using t = await createTestDatabase()
  // Noon, so that a day later is the next day.
  await t.owner.query(`UPDATE app_clock SET shift_seconds =
    extract(epoch FROM (business_day(now()) + time '12:00') AT TIME ZONE 'Asia/Shanghai' - now())`)
  const { orderIds } = await buildPaidOrders(t.db, { count: 12 })
  await splitDue(t)
  for (const [index, orderId] of orderIds.entries()) {
    const days = DAYS[index % DAYS.length]
    if (typeof days !== 'number') continue
    await sql`UPDATE orders SET state = 'received', shipped_at = app_now(), received_at = app_now(),
      matures_at = app_now() + ${days} * interval '1 day' WHERE id = ${orderId}`.execute(t.db)
  }
  const [soon = '', waiting = ''] = [orderIds[1], orderIds[5]]
  const block = (orderId: string) =>
    t.db.transaction().execute(trx => blockOrder(trx, { orderId, cause: 'risk', refId: randomUUID() }))
  await block(soon)
  await block(waiting)
  const maturing = await readMaturing(t.db)
  expect(maturing.map(({ kind, orderCount }) => [kind, orderCount])).toEqual([
    ['today', 2],
    ['week', 3],
    ['later', 4],
    ['blocked', 2],
    ['waiting', 1],
  ])
  const { rows } =
    await t.owner.query(`SELECT sum(credit_total - debit_total)::bigint AS fen FROM ledger.balance
    JOIN ledger.account ON account.id = account_id WHERE kind IN ('L:PENDING', 'L:DEFERRED')`)
  const sumOf = (all: { amountFen: bigint }[]) => all.reduce((sum, { amountFen }) => sum + amountFen, 0n)
  expect(sumOf(maturing)).toBe(BigInt(rows[0].fen))
  const due = maturing.find(({ kind }) => kind === 'today')
  await settleDue(t)
  expect((await listSettlements(t.db, { limit: 10 })).rows).toMatchObject([{ totalFen: due?.amountFen }])
  await letOrdersMature(t.db)
  expect(sumOf(await readMaturing(t.db))).toBe(sumOf(maturing) - (due?.amountFen ?? 0n))
})
