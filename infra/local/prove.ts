import { existsSync } from 'node:fs'
import path from 'node:path'
import { createDatabase, createPool } from '@haowu/server/db/database.ts'
import { type Proof, proveLedger } from '@haowu/server/domain/ledger/prove-ledger.ts'
import { type BrokenSeal, verifySeals } from '@haowu/server/domain/reconciliation/verify-seals.ts'
import { CHECKOUT } from './checkout.ts'
import { stopEmbeddedPostgres } from './embedded-postgres.ts'
import { explainDatabaseFailure } from './explain-database-failure.ts'
import { findRunningDatabase, POSTGRES_DATA, startLocalDatabase } from './local-database.ts'
import { placesOfData } from './postgres-user.ts'
import { StartRefused, stopWithSentence } from './stop-with-sentence.ts'

/** The runner of `npm run prove`: re-derives every balance from zero, goes along the seals of closed months, and names what disagrees first. */
await stopWithSentence(async () => {
  const envFile = path.join(CHECKOUT, '.env')
  if (existsSync(envFile)) process.loadEnvFile(envFile)
  const address = process.env.DATABASE_URL || findRunningDatabase()
  const { proof, seals } = address ? await prove(address) : await proveResting()
  const seconds = (performance.now() / 1000).toFixed(1)
  console.log(
    `legs ${proof.legs}, transactions ${proof.transactions}, accounts ${proof.accounts} (${seconds} s)`,
  )
  const [broken] = seals
  if (broken) {
    console.log(`DISAGREES: the seal of ${broken.month}, close ${broken.version}: ${broken.what}`)
    process.exitCode = 1
  }
  if (proof.disagreement === null) {
    console.log('proved: every balance follows from its legs')
    if (!broken) console.log('proved: every closed month is as it was sealed')
    return
  }
  const { check, row, expected, found } = proof.disagreement
  console.log(`DISAGREES: ${check}\n  first row  ${row}\n  expected   ${expected}\n  found      ${found}`)
  process.exitCode = 1
})

interface Proved {
  proof: Proof
  seals: BrokenSeal[]
}

/** Wakes this checkout's PostgreSQL for as long as the proof takes. */
async function proveResting(): Promise<Proved> {
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

async function prove(databaseUrl: string): Promise<Proved> {
  const pool = createPool({
    url: databaseUrl,
    kind: 'worker',
    max: 1,
    onError: error => console.error(error.message),
  })
  try {
    const db = createDatabase(pool)
    return { proof: await proveLedger(db), seals: await verifySeals(db) }
  } catch (error) {
    const sentence = explainDatabaseFailure(error, databaseUrl)
    if (sentence === undefined) throw error
    throw new StartRefused(sentence)
  } finally {
    await pool.end()
  }
}
