import { createDatabase, createPool } from '#db/database.ts'
import { reconcile } from '#domain/reconciliation/reconcile.ts'

/** Matches in a process of its own, that a test can kill: `node reconcile-process.ts <database>`. */
const [url = ''] = process.argv.slice(2)
const pool = createPool({ url, kind: 'worker', max: 2, onError: () => {} })
const runs = await reconcile({ db: createDatabase(pool) })
process.stdout.write(JSON.stringify(runs))
await pool.end()
