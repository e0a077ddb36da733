import { buildPaidOrders, letOrdersMature } from '@haowu/server/test/build-orders.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { ACCOUNT_KINDS_OF_CHART, ENTRY_KINDS, type LedgerFilter } from '@haowu/shared/ledger.ts'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LedgerRow, listLedger, sumLedger } from './ledger-rows.ts'
import { readEntry } from './read-entry.ts'
import { settleDue } from './settle-due.ts'
import { splitDue } from './split-due.ts'

let t: TestDatabase
let supplierIds: string[]
let orderNos: string[]
beforeAll(async () => {
  t = await createTestDatabase()
  const built = await buildPaidOrders(t.db, { count: 30, suppliers: 3, streamers: 2 })
  supplierIds = built.supplierIds
  await splitDue(t)
  await letOrdersMature(t.db)
  await settleDue(t)
  orderNos = (await t.owner.query<{ no: string }>('SELECT no FROM orders ORDER BY no')).rows.map(
    ({ no }) => no,
  )
})
afterAll(() => t[Symbol.asyncDispose]())

async function everyPage(filter: LedgerFilter, limit: number): Promise<LedgerRow[]> {
  const rows: LedgerRow[] = []
  let cursor: string | undefined
  do {
    const page = await listLedger(t.db, { ...filter, cursor, limit })
    rows.push(...page.rows)
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  return rows
}

const total = (rows: LedgerRow[], side: 'debitFen' | 'creditFen') =>
  rows.reduce((sum, row) => sum + (row[side] ?? 0n), 0n)

test('the chart that screens know is the chart of the database, and no entry is without a word', async () => {
  const { rows } = await t.owner.query<{ kind: string }>('SELECT kind FROM ledger.chart')
  expect(rows.map(({ kind }) => kind).toSorted()).toEqual([...ACCOUNT_KINDS_OF_CHART].toSorted())
  const posted = await t.owner.query<{ kind: string }>('SELECT DISTINCT kind FROM ledger.transaction')
  for (const { kind } of posted.rows) expect(ENTRY_KINDS).toContain(kind)
})

test('whatever is filtered: pages meet without gap or overlap, and the sums are those of all their rows', async () => {
  const maybe = <T>(...values: T[]) => fc.option(fc.constantFrom(...values), { nil: undefined })
  const today =
    (await t.owner.query<{ day: string }>('SELECT business_day(app_now()) AS day')).rows[0]?.day ?? ''
  const filters = fc.record({
    account: maybe('L:PENDING', 'L:AVAILABLE', 'L:ESCROW', 'A:CHANNEL', 'E:BAD_DEBT'),
    partyId: maybe(...supplierIds),
    orderNo: maybe(orderNos[0] ?? '', orderNos[7] ?? '', 'of nobody'),
    kind: maybe('sale_captured', 'sale_split', 'sale_settled'),
    dayFrom: maybe('2020-01-01', today),
    dayTo: maybe('2020-01-01', '2099-01-01'),
  }) as fc.Arbitrary<LedgerFilter>
  await fc.assert(
    fc.asyncProperty(filters, fc.integer({ min: 1, max: 60 }), async (filter, limit) => {
      const rows = await everyPage(filter, limit)
      expect(new Set(rows.map(row => `${row.transactionId}.${row.seq}`)).size).toBe(rows.length)
      const sums = await sumLedger(t.db, filter)
      expect(sums).toEqual({
        count: rows.length,
        debitFen: total(rows, 'debitFen'),
        creditFen: total(rows, 'creditFen'),
      })
      for (const row of rows) {
        if (filter.kind) expect(row.kind).toBe(filter.kind)
        if (filter.orderNo) expect(row.orderNo).toBe(filter.orderNo)
        if (filter.account)
          expect(row.debitFen !== null).toBe(
            row.debit.startsWith(filter.account) && (!filter.partyId || row.debit.endsWith(filter.partyId)),
          )
      }
    }),
    { numRuns: 60 },
  )
})

test('one account: what was debited and credited in all is its balance', async () => {
  const [partyId = ''] = supplierIds
  const { debitFen, creditFen } = await sumLedger(t.db, { account: 'L:AVAILABLE', partyId })
  const { rows } = await t.owner.query<{ fen: bigint }>(
    `SELECT credit_total - debit_total AS fen FROM ledger.balance JOIN ledger.account ON account.id = account_id WHERE code = $1`,
    [`L:AVAILABLE:${partyId}`],
  )
  expect(creditFen - debitFen).toBe(rows[0]?.fen)
  expect(creditFen).toBeGreaterThan(0n)
})

test('a row leads to its entry with every leg and what it is of; no other number does', async () => {
  const { rows } = await listLedger(t.db, { kind: 'sale_split', limit: 1 })
  const [row] = rows
  const entry = await readEntry(t.db, row?.transactionId ?? 0n)
  expect(entry.orderNo).toBe(row?.orderNo)
  expect(entry.legs.length).toBeGreaterThan(1)
  expect(entry.legs.map(leg => leg.amountFen)).toContain(row?.debitFen)
  await expect(readEntry(t.db, 999_999_999n)).rejects.toThrow('not_found')
})

test('a cursor that is not ours is refused', async () => {
  await expect(listLedger(t.db, { cursor: '1;2', limit: 1 })).rejects.toThrow('bad_request')
})
