import { setTimeout as sleep } from 'node:timers/promises'
import { proveLedger } from '@haowu/server/domain/ledger/prove-ledger.ts'
import { openQueueBackend } from '@haowu/server/gateways/queue-backend.ts'
import { beforeAll, expect, test } from 'vitest'
import { type Killable, startKillable } from './killable.ts'
import { APP_SECRET, type MoneyScene, openMoneyScene, readMoney } from './money-scene.ts'
import { openQueueStore, QUEUE_STORES, type QueueStoreKind } from './queue-stores.ts'

const STEP_SECONDS = 90

interface Step {
  queue: 'commission-split' | 'refund' | 'settlement' | 'payout'
  /** The tables that the work writes, in its order: the worker dies when it wants to write into each. */
  tables: string[]
  begin(scene: MoneyScene): Promise<void>
  /** What is counted while the work is not done. */
  left: string
}

const OPEN_REFUNDS = "refund WHERE state NOT IN ('succeeded', 'failed', 'closed')"

const STEPS: Step[] = [
  {
    queue: 'commission-split',
    tables: ['accrual', 'orders', 'ledger.transaction', 'ledger.leg', 'ledger.balance'],
    begin: async () => {},
    left: 'orders WHERE split_at IS NULL',
  },
  {
    queue: 'refund',
    tables: ['rail_simulator.refund', 'refund', 'ledger.leg'],
    begin: scene => scene.askRefunds('before'),
    left: OPEN_REFUNDS,
  },
  {
    queue: 'settlement',
    tables: [
      'settlement_batch',
      'settlement_line',
      'reserve',
      'accrual',
      'orders',
      'ledger.leg',
      'ledger.balance',
    ],
    begin: scene => scene.mature(),
    left: "orders WHERE state = 'received'",
  },
  {
    queue: 'refund',
    tables: ['rail_simulator.refund', 'refund', 'ledger.balance'],
    begin: scene => scene.askRefunds('after'),
    left: OPEN_REFUNDS,
  },
  {
    queue: 'payout',
    tables: ['payout', 'ledger.leg', 'rail_simulator.transfer'],
    begin: scene => scene.approvePayouts(),
    left: "payout WHERE state NOT IN ('confirmed', 'failed')",
  },
]

let undisturbed: Record<string, string[]>
beforeAll(async () => {
  undisturbed = await play('postgres', { kills: false })
}, 600_000)

test('what is compared has splits, refunds before and after settlement, payouts that arrived and one that failed', () => {
  const kinds = undisturbed['entries']?.map(line => line.split(' ')[0])
  expect(kinds).toEqual(
    expect.arrayContaining([
      'payout_confirmed',
      'payout_failed',
      'sale_settled',
      'sale_split',
      'settled_sale_refunded',
    ]),
  )
  expect(undisturbed['refunds']).toHaveLength(8)
  expect(undisturbed['transfers']).toEqual([expect.stringMatching(/^5 /)])
})

test.each(QUEUE_STORES)(
  'a worker killed between every two steps of split, refund, settlement and payout, with the queues on %s: the ledger ends as if nothing had happened',
  async kind => {
    expect(await play(kind, { kills: true })).toEqual(undisturbed)
  },
  900_000,
)

/** From paid orders to money that left. */
async function play(kind: QueueStoreKind, { kills }: { kills: boolean }): Promise<Record<string, string[]>> {
  await using scene = await openMoneyScene()
  for (const step of STEPS) await takeStep(scene, { kind, step, tables: kills ? step.tables : [] })
  expect((await proveLedger(scene.db)).disagreement).toBeNull()
  return await readMoney(scene)
}

/** The worker begins when the first table is locked already, so that no tick is quicker than the test. */
async function takeStep(
  scene: MoneyScene,
  { kind, step, tables }: { kind: QueueStoreKind; step: Step; tables: string[] },
): Promise<void> {
  await step.begin(scene)
  const [first, ...others] = tables
  let locked = first === undefined ? undefined : await lockTable(scene, first)
  await using worker = await startWorker(scene, kind)
  for (const next of [...others, undefined]) {
    if (locked === undefined) break
    await worker.wake(step.queue)
    await locked.isWaitedFor()
    // Dead before anything is let go; the next one comes as far as the next table.
    await worker.jobs.killAndRestart()
    const later: LockedTable | undefined = next === undefined ? undefined : await lockTable(scene, next)
    await locked.release()
    locked = later
  }
  await worker.wake(step.queue)
  await until(`${step.queue} is done`, async () => {
    await scene.owner.query('UPDATE outbox SET next_at = clock_timestamp() WHERE done_at IS NULL')
    return (await count(scene, step.left)) + (await count(scene, 'outbox WHERE done_at IS NULL')) === 0
  })
  expect(worker.jobs.ownEnds).toEqual([])
}

interface LockedTable {
  isWaitedFor(): Promise<void>
  release(): Promise<void>
}

async function lockTable(scene: MoneyScene, table: string): Promise<LockedTable> {
  const client = await scene.owner.connect()
  await client.query('BEGIN')
  await client.query(`LOCK TABLE ${table} IN SHARE MODE`)
  return {
    isWaitedFor: () =>
      until(`a worker that waits for ${table}`, async () => {
        const { rowCount } = await client.query(
          'SELECT FROM pg_locks WHERE relation = $1::regclass AND NOT granted',
          [table],
        )
        return rowCount !== 0
      }),
    async release() {
      await client.query('ROLLBACK')
      client.release()
    },
  }
}

interface Worker extends AsyncDisposable {
  jobs: Killable
  wake(queue: Step['queue']): Promise<void>
}

async function startWorker(scene: MoneyScene, kind: QueueStoreKind): Promise<Worker> {
  await using opened = new AsyncDisposableStack()
  const { url } = opened.use(await openQueueStore(kind, scene.url))
  const backend = openQueueBackend({
    databaseUrl: scene.url,
    redisUrl: url || undefined,
    poolMax: 4,
    onError: () => {},
  })
  opened.defer(() => backend.close())
  const jobs = await startKillable('jobs/src/main.ts', {
    env: { ...process.env, DATABASE_URL: scene.url, REDIS_URL: url, APP_SECRET, LOG_LEVEL: 'info' },
    readyWords: 'jobs ready',
  })
  opened.defer(() => jobs.stop())
  const everything = opened.move()
  return {
    jobs,
    async wake(name) {
      const queue = backend.openQueue<{ events: [] }>(name)
      await queue.add('tick', { events: [] })
      await queue.close()
    },
    [Symbol.asyncDispose]: () => everything.disposeAsync(),
  }
}

async function count(scene: MoneyScene, from: string): Promise<number> {
  const { rows } = await scene.owner.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${from}`)
  return rows[0]?.n ?? -1
}

async function until(what: string, condition: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + STEP_SECONDS * 1_000
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`not within ${STEP_SECONDS} s: ${what}`)
    await sleep(50)
  }
}
