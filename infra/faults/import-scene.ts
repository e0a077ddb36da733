import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createFileStore, type FileStore } from '@haowu/server/gateways/files.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { type HeldStore, openHeldStore } from './held-store.ts'
import { type Killable, startKillable } from './killable.ts'
import { openQueueStore, type QueueStoreKind } from './queue-stores.ts'

/** A database, a bucket, a store of queues and one jobs process that works with them. */
export interface ImportScene extends TestDatabase {
  /** Writes into the folder that the jobs process reads as a bucket. */
  files: FileStore
  bucket: HeldStore
  jobs: Killable
  queuesUrl: string
  /** Waits until the import stands in this state. */
  reach(importId: string, state: string): Promise<void>
  /** Delivers at once what the outbox would deliver some seconds later. */
  deliverNow(): Promise<void>
}

const STEP_SECONDS = 60

export async function openImportScene(kind: QueueStoreKind): Promise<ImportScene> {
  await using opened = new AsyncDisposableStack()
  const t = opened.use(await createTestDatabase())
  const folder = mkdtempSync(path.join(tmpdir(), 'haowu-faults-'))
  opened.defer(() => rmSync(folder, { recursive: true, force: true }))
  const bucket = opened.use(await openHeldStore(folder))
  const queues = opened.use(await openQueueStore(kind, t.url))
  const jobs = await startKillable('jobs/src/main.ts', {
    env: {
      ...process.env,
      ...bucket.env,
      DATABASE_URL: t.url,
      REDIS_URL: queues.url,
      LOG_LEVEL: 'info',
    },
    readyWords: 'jobs ready',
  })
  opened.defer(() => jobs.stop())
  const everything = opened.move()
  return {
    ...t,
    files: createFolderStore(folder),
    bucket,
    jobs,
    queuesUrl: queues.url,
    async reach(importId, state) {
      const end = Date.now() + STEP_SECONDS * 1_000
      let seen: string | undefined
      while (seen !== state) {
        if (Date.now() > end)
          throw new Error(`the import is ${seen}, and not ${state} within ${STEP_SECONDS} s`)
        await sleep(25)
        const { rows } = await t.owner.query('SELECT state FROM item_import WHERE id = $1', [importId])
        seen = rows[0]?.state
      }
    },
    async deliverNow() {
      await t.owner.query('UPDATE outbox SET next_at = clock_timestamp() WHERE done_at IS NULL')
    },
    [Symbol.asyncDispose]: () => everything.disposeAsync(),
  }
}

export function createFolderStore(filesDir: string): FileStore {
  return createFileStore({ filesDir, s3: undefined, publicUrl: 'http://localhost' }, randomBytes(32))
}
