import { createTestDatabase } from '@haowu/server/test/test-database.ts'
import pg from 'pg'
import { afterEach, expect, test, vi } from 'vitest'
import { refuseClockSkew } from '#refuse-clock-skew.ts'
import { startJobsProcess } from './jobs-process.ts'

afterEach(() => vi.useRealTimers())

test.each([-5_000, 5_000])('a clock that is %i ms off is refused; a second is not', async skewMs => {
  await using t = await createTestDatabase()
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + skewMs })
  await expect(refuseClockSkew(t.db)).rejects.toThrow(/5 s away .* set the clock/)
  vi.setSystemTime(Date.now() - skewMs + Math.sign(skewMs) * 1_000)
  await expect(refuseClockSkew(t.db)).resolves.toBeUndefined()
})

test('an empty database and one that is not there are each answered with a sentence and exit code 1', async () => {
  await using t = await createTestDatabase()
  const empty = new URL(t.url)
  empty.pathname = `${empty.pathname}_empty`
  const admin = new pg.Client({ connectionString: t.url })
  await admin.connect()
  await admin.query(`CREATE DATABASE ${empty.pathname.slice(1)} TEMPLATE template0`)
  try {
    await expect(startJobsProcess({ databaseUrl: empty.href }).ready).rejects.toThrow(
      /ended with 1: .*migrated/,
    )
  } finally {
    await admin.query(`DROP DATABASE ${empty.pathname.slice(1)} WITH (FORCE)`)
    await admin.end()
  }
  const nowhere = startJobsProcess({ databaseUrl: 'postgres://nobody@127.0.0.1:1/nothing' })
  await expect(nowhere.ready).rejects.toThrow(/ended with 1: connect ECONNREFUSED/)
})
