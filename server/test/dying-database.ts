import { sql } from 'kysely'
import type { Db } from '#db/database.ts'

/**
 * The same database, but whoever works on it loses the connection when all is written and nothing is committed: the worst
 * moment to be killed. What reads outside of a transaction goes on as ever.
 */
export function dyingDatabase(db: Db): Db {
  return new Proxy(db, {
    get(target, key) {
      if (key === 'transaction') return () => ({ execute: (work: Work) => dieBeforeCommit(target, work) })
      const member: unknown = Reflect.get(target, key)
      return typeof member === 'function' ? member.bind(target) : member
    },
  })
}

type Work = Parameters<ReturnType<Db['transaction']>['execute']>[0]

async function dieBeforeCommit(db: Db, work: Work): Promise<never> {
  return db.transaction().execute(async trx => {
    await work(trx)
    await sql`SELECT pg_terminate_backend(pg_backend_pid())`.execute(trx)
    throw new Error('nothing was cut')
  })
}

/** Whether an act failed because its connection was cut, and for no other reason. */
export function isCut(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.every(isCut)
  const { code, message } = error as { code?: string; message?: string }
  return code === '57P01' || /terminat|Connection|ECONNRESET/i.test(message ?? '')
}
