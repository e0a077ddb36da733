import { randomUUID } from 'node:crypto'
import { buildItem, buildParty, buildRoom } from '@haowu/server/test/build-item.ts'
import { createTestDatabase } from '@haowu/server/test/test-database.ts'
import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Database, Transaction } from '#db/database.ts'
import { captureForCase } from './capture-for-case.ts'
import { creditDeposit } from './credit-deposit.ts'
import { holdForExposure } from './hold-deposit.ts'
import { holdForCase } from './hold-for-case.ts'
import { listDeposits } from './list-deposits.ts'
import { readDeposit } from './read-deposit.ts'
import { readStatement, type Statement } from './read-statement.ts'
import { recomputeDues } from './recompute-dues.ts'
import { releaseExposure } from './release-deposit.ts'
import { writeStatement } from './write-statement.ts'

const ACTS = ['payIn', 'hold', 'release', 'case', 'month'] as const

test('opening plus lines is closing in every month, a closing is the next opening, and the last is what there is', async () => {
  await using t = await createTestDatabase()
  const month = async () => {
    const { rows } = await sql<{
      month: string
    }>`SELECT to_char(business_day(app_now()), 'YYYY-MM') AS month`.execute(t.db)
    return rows[0]?.month ?? ''
  }
  const act = fc.record({ what: fc.constantFrom(...ACTS), fen: fc.bigInt({ min: 1n, max: 500n }) })
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 20 }), async acts => {
      const partyId = await buildParty(t.db, 'streamer')
      const inTrx = <T>(work: (trx: Transaction<Database>) => Promise<T>) => t.db.transaction().execute(work)
      const months = [await month()]
      const live: string[] = []
      for (const { what, fen: amountFen } of acts) {
        const id = randomUUID()
        const { freeFen } = await readDeposit(t.db, { partyId })
        if (what === 'payIn') await inTrx(trx => creditDeposit(trx, { paymentId: id, partyId, amountFen }))
        else if (what === 'hold' && freeFen >= amountFen) {
          await inTrx(trx => holdForExposure(trx, { partyId, liveHoldId: id, amountFen }))
          live.push(id)
        } else if (what === 'release') await inTrx(trx => releaseExposure(trx, live.splice(0, 1)))
        else if (what === 'case' && freeFen > 0n) {
          const decision = { ruleVersion: 1, clause: 'x', calculation: {} }
          await inTrx(trx => holdForCase(trx, { caseId: id, partyId, amountFen }))
          await inTrx(trx => captureForCase(trx, { caseId: id, amountFen: 1n, decision, actor: 'x' }))
        } else if (what === 'month') {
          await sql`UPDATE app_clock SET shift_seconds = shift_seconds + ${31 * 86_400}`.execute(t.db)
          months.push(await month())
        }
      }
      const statements: Statement[] = []
      for (const one of new Set(months))
        statements.push(await readStatement(t.db, { partyId, month: one, limit: 100 }))
      let [total, held] = [0n, 0n]
      for (const { openingFen, openingHeldFen, closingFen, closingHeldFen, lines } of statements) {
        expect([openingFen, openingHeldFen]).toEqual([total, held])
        for (const line of lines) {
          total += line.freeFen + line.heldFen
          held += line.heldFen
          expect(line.balanceFen).toBe(total)
        }
        expect([closingFen, closingHeldFen]).toEqual([total, held])
      }
      expect(await readDeposit(t.db, { partyId })).toMatchObject({ balanceFen: total, heldFen: held })
    }),
    { numRuns: 12 },
  )
}, 60_000)

test('each line names its cause, and the file says the same', async () => {
  await using t = await createTestDatabase()
  const item = await buildItem(t.db, { title: '=cmd 手机' })
  const { streamerId: partyId, liveHoldId } = await buildRoom(t.db, item)
  await t.db.transaction().execute(async trx => {
    await creditDeposit(trx, { paymentId: randomUUID(), partyId, amountFen: 123_456n })
    await holdForExposure(trx, { partyId, liveHoldId, amountFen: 1_000n })
  })
  const { rows } = await sql<{
    month: string
  }>`SELECT to_char(business_day(app_now()), 'YYYY-MM') AS month`.execute(t.db)
  const statement = await readStatement(t.db, { partyId, month: rows[0]?.month ?? '', limit: 1 })
  expect(statement).toMatchObject({ isCut: true, closingFen: 123_456n, closingHeldFen: 1_000n })
  const whole = await readStatement(t.db, { partyId, month: statement.month, limit: 10 })
  expect(whole.lines).toMatchObject([
    { kind: 'deposit_paid_in', freeFen: 123_456n, subject: null },
    { kind: 'deposit_held', freeFen: -1_000n, heldFen: 1_000n, reason: 'live_hold', subject: '=cmd 手机' },
  ])
  const csv = (await writeStatement(whole, { format: 'csv', language: 'zh' }).toArray()).join('')
  expect(csv).toContain('锁货 · =cmd 手机,-10.00,10.00,1234.56')
  expect(csv).toMatch(/期初,,,,0\.00[\s\S]*期末,,,,1234\.56/)
  const xlsx = Buffer.concat(await writeStatement(whole, { format: 'xlsx', language: 'en' }).toArray())
  expect(xlsx.subarray(0, 2).toString()).toBe('PK')
})

test('the list begins with those that miss most, each once over its pages, and asks as often for many as for few', async () => {
  await using t = await createTestDatabase()
  const ids: string[] = []
  for (let n = 0; n < 7; n++) {
    const partyId = await buildParty(t.db, n % 2 === 0 ? 'streamer' : 'supplier', `主播 ${n}`)
    ids.push(partyId)
    await t.db
      .transaction()
      .execute(trx =>
        creditDeposit(trx, { paymentId: randomUUID(), partyId, amountFen: BigInt(n) * 200_000n + 1n }),
      )
  }
  await recomputeDues(t)
  const rows = []
  for (let cursor: string | undefined, page = 0; page < 9; page++) {
    const found = await listDeposits(t.db, { limit: 3, cursor })
    rows.push(...found.rows)
    if (found.nextCursor === null) break
    cursor = found.nextCursor
  }
  expect(new Set(rows.map(({ id }) => id))).toEqual(new Set(ids))
  const short = rows.map(({ shortFen }) => shortFen)
  expect(short).toEqual([...short].sort((a, b) => Number(b - a)))
  const only = (more: object) => listDeposits(t.db, { limit: 50, ...more }).then(found => found.rows.length)
  expect(await only({ standing: 'short' })).toBe(5)
  expect(await only({ standing: 'enough' })).toBe(2)
  expect(await only({ standing: 'restricted' })).toBe(0)
  expect(await only({ kind: 'supplier' })).toBe(3)
  expect(await only({ text: '主播 3' })).toBe(1)
})
