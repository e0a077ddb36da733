import { proveLedger } from '@haowu/server/domain/ledger/prove-ledger.ts'
import { pullStatements } from '@haowu/server/domain/reconciliation/pull-statements.ts'
import { receiveStatement } from '@haowu/server/domain/reconciliation/receive-statement.ts'
import { reconcile } from '@haowu/server/domain/reconciliation/reconcile.ts'
import {
  createBankSimulator,
  OUR_BANK_ACCOUNT,
} from '@haowu/server/gateways/bank-simulator/create-bank-simulator.ts'
import { createFileStore } from '@haowu/server/gateways/files.ts'
import { openQueueBackend } from '@haowu/server/gateways/queue-backend.ts'
import { createRailBills } from '@haowu/server/gateways/rail-simulator/create-rail-bills.ts'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, expect, test } from 'vitest'
import { type Killable, startKillable } from './killable.ts'
import { openQueueStore, QUEUE_STORES, type QueueStoreKind } from './queue-stores.ts'
import { openReconcileScene, readReconciled, type ReconcileScene } from './reconcile-scene.ts'

const STEP_SECONDS = 60
const SENDERS = 10

/** The tables a worker waits for when it dies: before its first look, in a file, at its end; at an entry, a match, a difference. */
const PLACES = [
  ['statement-pull', 'book_line'],
  ['statement-pull', 'statement_file'],
  ['statement-pull', 'statement_line'],
  ['statement-pull', 'statement_pull'],
  ['reconciliation', 'ledger.leg'],
  ['reconciliation', 'match'],
  ['reconciliation', 'match_item'],
  ['reconciliation', 'break'],
] as const

const secret = Buffer.alloc(32, 9)
const depsOf = (scene: ReconcileScene) => ({
  ...scene,
  files: createFileStore({ ...scene, s3: undefined, publicUrl: 'http://localhost' }, secret),
  railBills: createRailBills({ db: scene.db, secret }),
  bank: createBankSimulator({ db: scene.db, ...OUR_BANK_ACCOUNT }),
})

let undisturbed: Record<string, string[]>
beforeAll(async () => {
  await using scene = await openReconcileScene()
  await pullStatements(depsOf(scene))
  await reconcile(scene)
  undisturbed = await readReconciled(scene)
})

test('what is compared has files, matches, differences and an entry of what was handed over', () => {
  const kinds = (name: string) =>
    new Set(undisturbed[name]?.map(line => line.split(' ').slice(0, 2).join(' ')))
  expect([...kinds('files')]).toEqual(['bank camt053', 'fund wechat_fund', 'trade wechat_trade'])
  expect([...kinds('matches')]).toEqual(['A:BANK batch', 'A:CHANNEL own_no'])
  expect([...kinds('breaks')]).toEqual(['A:CHANNEL AMOUNT', 'A:CHANNEL EXT_ONLY', 'A:CHANNEL INT_ONLY'])
  expect(undisturbed['entries']).toContainEqual(expect.stringContaining('channel_handed_over 1 '))
})

test.each(QUEUE_STORES)(
  'a worker killed while it fetches, loads, books and matches, with the queues on %s, and each file sent by ten more at once: all ends as if nothing had happened',
  async kind => {
    await using scene = await openReconcileScene()
    await using worker = await startWorker(scene, kind)
    for (const [queue, table] of PLACES) await killAtTable(scene, worker, { queue, table })
    await worker.wake('statement-pull')
    await until(
      'every file',
      async () => (await count(scene, 'statement_file')) === undisturbed['files']?.length,
    )
    await sendAgain(scene)
    await worker.wake('reconciliation')
    const look = async () => {
      await scene.owner.query('UPDATE outbox SET next_at = clock_timestamp() WHERE done_at IS NULL')
      return readReconciled(scene)
    }
    await expect.poll(look, { timeout: STEP_SECONDS * 1_000, interval: 250 }).toEqual(undisturbed)
    expect((await proveLedger(scene.db)).disagreement).toBeNull()
    expect(worker.jobs.ownEnds).toEqual([])
  },
  300_000,
)

interface DyingWorker extends AsyncDisposable {
  jobs: Killable
  wake(queue: 'statement-pull' | 'reconciliation'): Promise<void>
}

async function startWorker(scene: ReconcileScene, kind: QueueStoreKind): Promise<DyingWorker> {
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
    env: {
      ...process.env,
      DATABASE_URL: scene.url,
      REDIS_URL: url,
      FILES_DIR: scene.filesDir,
      LOG_LEVEL: 'info',
    },
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

/** Kills the process when it wants to write into the table, which nobody may until it is dead. */
async function killAtTable(
  scene: ReconcileScene,
  { jobs, wake }: DyingWorker,
  { queue, table }: { queue: 'statement-pull' | 'reconciliation'; table: string },
): Promise<void> {
  const client = await scene.owner.connect()
  try {
    await client.query('BEGIN')
    await client.query(`LOCK TABLE ${table} IN SHARE MODE`)
    await wake(queue)
    await until(`a worker that waits for ${table}`, async () => {
      const { rowCount } = await client.query(
        'SELECT FROM pg_locks WHERE relation = $1::regclass AND NOT granted',
        [table],
      )
      return rowCount !== 0
    })
    await jobs.killAndRestart()
  } finally {
    await client.query('ROLLBACK')
    client.release()
  }
}

/** Ten people send each file that is there, all at once. */
async function sendAgain(scene: ReconcileScene): Promise<void> {
  const { rows } = await scene.owner.query<{ fileKey: string; fileName: string; accountNo: string }>(
    `SELECT file_key AS "fileKey", file_name AS "fileName", account_no AS "accountNo"
     FROM statement_file JOIN statement_account ON statement_account.id = account_id WHERE state = 'loaded'`,
  )
  const deps = depsOf(scene)
  for (const { fileKey, fileName, accountNo } of rows) {
    const send = async () => {
      const body = deps.files.readChunks(fileKey)
      return receiveStatement(deps, { fileName, body, loadedBy: 'drop', accountNo })
    }
    const sent = await Promise.all(Array.from({ length: SENDERS }, send))
    expect(sent.map(({ state }) => state)).toEqual(Array.from({ length: SENDERS }, () => 'loaded'))
  }
}

async function count(scene: ReconcileScene, from: string): Promise<number> {
  const { rows } = await scene.owner.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${from}`)
  return rows[0]?.n ?? -1
}

async function until(what: string, condition: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + STEP_SECONDS * 1_000
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`not within ${STEP_SECONDS} s: ${what}`)
    await sleep(20)
  }
}
