import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { DEMO_SECRET } from '#config.ts'
import { createDatabase, createPool, type Db } from '#db/database.ts'
import { deriveSecrets, type Secrets } from '#secrets.ts'

export interface TestDatabase extends AsyncDisposable {
  /** Connected with the rights of the running application. */
  db: Db
  pool: pg.Pool
  /** Connected as the owner, to look behind the application's grants. */
  owner: pg.Pool
  url: string
  /** Of a product that was given no secret of its own: by these the builders sign. */
  secrets: Secrets
}

/** A fresh clone of the migrated template. Use with `await using`, so that it is dropped whatever happens. */
export async function createTestDatabase(): Promise<TestDatabase> {
  // Where the tests' PostgreSQL listens and which database is cloned; set by the runner.
  const { TEST_DATABASE_URL: adminUrl, TEST_DATABASE_TEMPLATE: template } = process.env
  if (!adminUrl || !template) throw new Error('No test database: run the tests with `npm test`.')
  const name = `haowu_test_${randomBytes(6).toString('hex')}`
  await administer(adminUrl, `CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY FILE_COPY`)
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  const lostConnections: Error[] = []
  const onError = (error: Error) => lostConnections.push(error)
  const pool = createPool({ url: url.href, kind: 'worker', onError })
  const owner = new pg.Pool({ connectionString: url.href, max: 4 })
  owner.on('error', onError)
  return {
    db: createDatabase(pool),
    pool,
    owner,
    url: url.href,
    secrets: deriveSecrets(DEMO_SECRET),
    async [Symbol.asyncDispose]() {
      await Promise.all([pool.end(), owner.end()])
      await administer(adminUrl, `DROP DATABASE ${name} WITH (FORCE)`)
    },
  }
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
