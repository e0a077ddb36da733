import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { ImportScene } from './import-scene.ts'

const STEP_SECONDS = 60

/** Kills the jobs process while it reads on from this byte of a file. */
export async function killAtByte(scene: ImportScene, byte: number): Promise<void> {
  let reached = false
  void scene.bucket.holdAt(byte).then(() => (reached = true))
  await scene.deliverNow()
  await until(scene, `byte ${byte}`, async () => reached)
  // So that it dies at work on what it got, not always while it waits for more.
  await sleep(byte % 40)
  await scene.jobs.killAndRestart()
  scene.bucket.release()
}

/** Kills the jobs process at the first row that its import wants to write into the table. */
export async function killAtTable(scene: ImportScene, table: string): Promise<void> {
  await using locked = await lockTable(scene, table)
  await scene.deliverNow()
  await locked.anImportWaits()
  await scene.jobs.killAndRestart()
}

export interface LockedTable extends AsyncDisposable {
  anImportWaits(): Promise<void>
}

/** Nobody writes into the table until this is disposed of. */
export async function lockTable(scene: ImportScene, table: string): Promise<LockedTable> {
  const client = await scene.owner.connect()
  await client.query('BEGIN')
  await client.query(`LOCK TABLE ${table} IN SHARE MODE`)
  return {
    async anImportWaits() {
      await until(scene, `the table ${table}`, () => anImportWaitsFor(client, table))
    },
    async [Symbol.asyncDispose]() {
      await client.query('ROLLBACK')
      client.release()
    },
  }
}

/** Waits for an import to come to the place, and throws what imports and events say when none does. */
async function until(scene: ImportScene, place: string, isThere: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + STEP_SECONDS * 1_000
  while (!(await isThere())) {
    if (Date.now() > end) {
      const { rows } = await scene.owner.query(
        'SELECT state, error_code, (SELECT array_agg(last_error) FROM outbox) AS errors FROM item_import',
      )
      throw new Error(`no import came to ${place} within ${STEP_SECONDS} s: ${JSON.stringify(rows)}`)
    }
    await sleep(10)
  }
}

/** Only an import at work holds the lock of its supplier; other jobs may wait for the table too. */
async function anImportWaitsFor(client: pg.ClientBase, table: string): Promise<boolean> {
  const { rowCount } = await client.query(
    `SELECT FROM pg_locks AS wanted JOIN pg_locks AS own USING (pid, database)
     WHERE wanted.relation = $1::regclass AND NOT wanted.granted AND own.locktype = 'advisory' AND own.granted`,
    [table],
  )
  return rowCount !== 0
}
