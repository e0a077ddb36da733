import { randomUUID } from 'node:crypto'
import { available, bank } from '@haowu/server/domain/ledger/accounts.ts'
import { proveLedger } from '@haowu/server/domain/ledger/prove-ledger.ts'
import { readBalance } from '@haowu/server/domain/ledger/read-balances.ts'
import { requestRefund } from '@haowu/server/domain/orders/request-refund.ts'
import { decidePayout } from '@haowu/server/domain/settlement/decide-payout.ts'
import { listPayouts } from '@haowu/server/domain/settlement/list-payouts.ts'
import { namePayeeAccount } from '@haowu/server/domain/settlement/name-payee-account.ts'
import { requestPayout } from '@haowu/server/domain/settlement/request-payout.ts'
import { migrateQueueSchema } from '@haowu/server/gateways/queue-backend.ts'
import { buildPaidOrders, letOrdersMature } from '@haowu/server/test/build-orders.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { QUEUE_NAMES, type QueueName } from '@haowu/shared/queue-names.ts'
import { describe, expect, test } from 'vitest'
import { QUEUES, type QueueSpec } from '#queues.ts'
import { startQueues } from '#start-queues.ts'
import { BACKENDS, openTestBackend } from './backends.ts'
import { TEST_SECRETS, testJobDeps } from './test-job-deps.ts'
import { until } from './until.ts'

/** The real table, but each handler runs two times at once and a third time after that. */
const THRICE = Object.fromEntries(
  QUEUE_NAMES.map(name => {
    const handle: QueueSpec['handle'] = async (deps, work) => {
      await Promise.all([QUEUES[name].handle(deps, work), QUEUES[name].handle(deps, work)])
      await QUEUES[name].handle(deps, work)
    }
    const everyMs = QUEUES[name].everyMs === null ? null : 1_000
    return [name, { ...QUEUES[name], everyMs, handle }]
  }),
) as Record<QueueName, QueueSpec>

const MAKER = randomUUID()
const CHECKER = randomUUID()

async function approvePayouts(t: TestDatabase): Promise<void> {
  const { rows } = await listPayouts(t.db, { states: ['requested'], limit: 100 })
  for (const { payoutId, version } of rows) {
    await decidePayout(t, { payoutId, version, decision: 'approve', checkerId: CHECKER })
  }
}

async function askForPayout(t: TestDatabase, partyId: string, amountFen: bigint): Promise<void> {
  const account = { holderName: '张三', bankName: '招商银行', accountNo: '6222020000001234' }
  await namePayeeAccount({ db: t.db, secrets: TEST_SECRETS }, { partyId, ...account, actor: 'test' })
  await requestPayout(t, { partyId, amountFen, makerId: MAKER, idempotencyKey: 'once-only' })
}

describe.each(BACKENDS)('handlers on %s', kind => {
  test('each runs several times and has its effect once, from payment to payout', async () => {
    await using t = await createTestDatabase()
    await migrateQueueSchema(t.url)
    await using b = await openTestBackend(kind, t.url, 3)
    const { orderIds, supplierIds } = await buildPaidOrders(t.db, { count: 120, suppliers: 2 })
    const refunded = orderIds.slice(0, 10)
    await using running = startQueues(testJobDeps(t), b.backend, THRICE)
    const count = async (from: string) => {
      const { rows } = await t.owner.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${from}`)
      return rows[0]?.n ?? -1
    }

    await until('all split', 30, async () => (await count('orders WHERE split_at IS NOT NULL')) === 120)
    for (const orderId of refunded) {
      await requestRefund(t, { orderId, supplierId: null, reason: 'after_sale', requestedBy: 'test' })
    }
    await letOrdersMature(t.db)
    await until('the rest settled', 30, async () => (await count("orders WHERE state = 'completed'")) === 110)
    const [supplierId = ''] = supplierIds
    const earnedFen = await readBalance(t.db, available(supplierId))
    await askForPayout(t, supplierId, earnedFen)
    await approvePayouts(t)
    await until('the payout is sent', 30, async () => (await count("payout WHERE state = 'sent'")) === 1)
    await t.owner.query('UPDATE app_clock SET shift_seconds = shift_seconds + 60')
    await until('the payout arrived', 30, async () => (await count("payout WHERE state = 'confirmed'")) === 1)
    await until('refunds arrived', 30, async () => (await count("orders WHERE state = 'refunded'")) === 10)
    await until('all events done', 30, async () => (await count('outbox WHERE done_at IS NULL')) === 0)
    await running.stop()

    expect(await count("ledger.transaction WHERE kind = 'sale_split'")).toBe(120)
    expect(await count("ledger.transaction WHERE kind = 'refund_paid'")).toBe(10)
    expect(await count("ledger.transaction WHERE kind = 'payout_confirmed'")).toBe(1)
    expect(await readBalance(t.db, bank())).toBe(-earnedFen)
    expect(await readBalance(t.db, available(supplierId))).toBe(0n)
    expect((await proveLedger(t.db)).disagreement).toBeNull()
  })
})
