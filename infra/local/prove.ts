import { existsSync } from 'node:fs'
import path from 'node:path'
import { createDatabase, createPool } from '@haowu/server/db/database.ts'
import { type Proof, proveLedger } from '@haowu/server/domain/ledger/prove-ledger.ts'
import { CHECKOUT } from './checkout.ts'
import { stopEmbeddedPostgres } from './embedded-postgres.ts'
import { explainDatabaseFailure } from './explain-database-failure.ts'
import { findRunningDatabase, POSTGRES_DATA, startLocalDatabase } from './local-database.ts'
import { placesOfData } from './postgres-user.ts'
import { StartRefused, stopWithSentence } from './stop-with-sentence.ts'

/** The runner of `npm run prove`: re-derives every balance from zero and names the first row that disagrees. */
await stopWithSentence(async () => {
  const envFile = path.join(CHECKOUT, '.env')
  if (existsSync(envFile)) process.loadEnvFile(envFile)
  const address = process.env.DATABASE_URL || findRunningDatabase()
  const proof = address ? await prove(address) : await proveResting()
  const seconds = (performance.now() / 1000).toFixed(1)
  console.log(
    `legs ${proof.legs}, transactions ${proof.transactions}, accounts ${proof.accounts} (${seconds} s)`,
  )
  if (proof.disagreement === null) {
    console.log('proved: every balance follows from its legs')
    return
  }
  const { check, row, expected, found } = proof.disagreement
  console.log(`DISAGREES: ${check}\n  first row  ${row}\n  expected   ${expected}\n  found      ${found}`)
  process.exitCode = 1
})

/** Wakes this checkout's PostgreSQL for as long as the proof takes. */
async function proveResting(): Promise<Proof> {
  if (!placesOfData(POSTGRES_DATA).some(place => existsSync(place))) {
    throw new StartRefused(
      'There is nothing to prove yet: `npm start` makes a database, or set DATABASE_URL.',
    )
  }
  const { server, url } = await startLocalDatabase()
  try {
    return await prove(url)
  } finally {
    await stopEmbeddedPostgres(server)
  }
}

async function prove(databaseUrl: string): Promise<Proof> {
  const pool = createPool({
    url: databaseUrl,
    kind: 'worker',
    max: 1,
    onError: error => console.error(error.message),
  })
  try {
    return await proveLedger(createDatabase(pool))
  } catch (error) {
    const sentence = explainDatabaseFailure(error, databaseUrl)
    if (sentence === undefined) throw error
    throw new StartRefused(sentence)
  } finally {
    await pool.end()
  }
}
