import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { ImportScene } from './import-scene.ts'

/** Kills the jobs process while it waits for the byte of its file that is `share` of the way through. */
export async function killAtByte(scene: ImportScene, byte: number): Promise<void> {
  const reached = scene.bucket.holdAt(byte)
  await scene.deliverNow()
  await reached
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
export async function lockTable({ owner }: ImportScene, table: string): Promise<LockedTable> {
  const client = await owner.connect()
  await client.query('BEGIN')
  await client.query(`LOCK TABLE ${table} IN SHARE MODE`)
  return {
    async anImportWaits() {
      while (!(await anImportWaitsFor(client, table))) await sleep(10)
    },
    async [Symbol.asyncDispose]() {
      await client.query('ROLLBACK')
      client.release()
    },
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
