import { existsSync, rmSync } from 'node:fs'
import path from 'node:path'
import { CHECKOUT, DATA_DIR } from './checkout.ts'
import { POSTGRES_DATA } from './local-database.ts'
import { findRunningServer } from './postgres-data-folder.ts'
import { removeData } from './postgres-user.ts'
import { StartRefused } from './stop-with-sentence.ts'

/** Removes everything that running left behind. Refuses while it is in use, and never touches a database of your own. */
export function resetData(externalDatabaseUrl: string | undefined): void {
  if (externalDatabaseUrl !== undefined) {
    throw new StartRefused(
      '--reset only removes the data in this folder, and DATABASE_URL points elsewhere: unset it, or empty that database yourself.',
    )
  }
  const running = findRunningServer(POSTGRES_DATA)
  if (running) {
    throw new StartRefused(
      `The data is in use (PostgreSQL runs as process ${running.pid}): stop the other \`npm start\` first.`,
    )
  }
  const folder = path.relative(CHECKOUT, DATA_DIR)
  if (!existsSync(DATA_DIR)) {
    console.log(`Nothing to reset: there is no ${folder}`)
    return
  }
  removeData(POSTGRES_DATA)
  rmSync(DATA_DIR, { recursive: true, force: true })
  console.log(`Removed ${folder} (database, uploaded files, secret, logs)`)
}
