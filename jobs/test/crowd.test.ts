import { DomainError } from '@haowu/server/domain/domain-error.ts'
import { proveLedger } from '@haowu/server/domain/ledger/prove-ledger.ts'
import { capturePayment } from '@haowu/server/domain/orders/capture-payment.ts'
import { startCheckout } from '@haowu/server/domain/orders/start-checkout.ts'
import { migrateQueueSchema } from '@haowu/server/gateways/queue-backend.ts'
import { buildSale, checkoutDeps } from '@haowu/server/test/build-sale.ts'
import { createTestDatabase } from '@haowu/server/test/test-database.ts'
import { describe, expect, test } from 'vitest'
import { BACKENDS, openTestBackend } from './backends.ts'
import { startJobsProcess } from './jobs-process.ts'
import { until } from './until.ts'

const ROUNDS = 20
const BUYERS = 1_000

describe.each(BACKENDS)('with the jobs running on %s', kind => {
  test(`${BUYERS} buyers at once on one item make exactly one sale, in each of ${ROUNDS} rounds, and each sale is split once`, {
    timeout: 240_000,
  }, async () => {
    await using t = await createTestDatabase()
    await migrateQueueSchema(t.url)
    await using b = await openTestBackend(kind, t.url, 5)
    const jobs = startJobsProcess({ databaseUrl: t.url, redisUrl: b.redisUrl })
    await jobs.ready
    const deps = checkoutDeps(t)
    for (let round = 1; round <= ROUNDS; round++) {
      const sale = await buildSale(t)
      const answers = await Promise.allSettled(
        Array.from({ length: BUYERS }, () => startCheckout(deps, sale.request())),
      )
      const won = answers.flatMap(answer => (answer.status === 'fulfilled' ? [answer.value] : []))
      const lost = answers.flatMap(answer => (answer.status === 'rejected' ? [answer.reason] : []))
      expect(won).toHaveLength(1)
      expect(new Set(lost.map(reason => (reason instanceof DomainError ? reason.code : reason)))).toEqual(
        new Set(['item_held_elsewhere']),
      )
      await capturePayment(deps, {
        outTradeNo: `P${won[0]?.orderNo}`,
        transactionId: `crowd-${kind}-${round}`,
        amountFen: 499_900n,
      })
    }
    const count = async (from: string) => {
      const { rows } = await t.owner.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${from}`)
      return rows[0]?.n
    }
    await until(
      'every sale split',
      60,
      async () => (await count('orders WHERE split_at IS NOT NULL')) === ROUNDS,
    )
    expect(await count('sale')).toBe(ROUNDS)
    expect(await count('orders')).toBe(ROUNDS)
    expect(await count("ledger.transaction WHERE kind = 'sale_split'")).toBe(ROUNDS)
    expect((await proveLedger(t.db)).disagreement).toBeNull()
    await jobs.kill('SIGTERM')
    expect(jobs.child.exitCode).toBe(0)
  })
})
