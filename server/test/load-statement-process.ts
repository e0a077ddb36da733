import { createReadStream } from 'node:fs'
import { createPool } from '#db/database.ts'
import { loadStatement } from '#domain/reconciliation/load-statement.ts'

/** Loads one file in a process of its own, that a test can kill: `node load-statement-process.ts <database> <file> <sha256>`. */
const [url = '', file = '', sha256 = ''] = process.argv.slice(2)
const pool = createPool({ url, kind: 'worker', max: 2, onError: () => {} })
const loaded = await loadStatement(
  { pool, read: () => createReadStream(file) },
  { fileKey: file, fileName: 'bill.csv', sha256: Buffer.from(sha256, 'hex'), loadedBy: 'drop' },
)
process.stdout.write(JSON.stringify(loaded))
await pool.end()
