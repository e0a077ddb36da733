import { buildParty } from '@haowu/server/test/build-item.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { publishReport } from './publish-report.ts'
import { createReportSigner } from './sign-report.ts'
import { readPublicReport } from './verify-report.ts'

const signer = createReportSigner(Buffer.alloc(32, 7))
let t: TestDatabase
let code: string

beforeAll(async () => {
  t = await createTestDatabase()
  const { id: itemId } = await t.db
    .insertInto('item')
    .values({
      supplierId: await buildParty(t.db, 'supplier'),
      supplierSku: 'FORGED-1',
      categoryCode: 'phone',
      title: '小米 14',
      identity: 'IMEI:77',
      priceFen: 150_000n,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const { rows } = await sql<{ today: string }>`SELECT business_day(app_now())::text AS today`.execute(t.db)
  const measured = {
    cosmetic: 'light',
    function: 'all_pass',
    battery_pct: 91,
    parts: 'original',
    repair: 'none',
    water: 'none',
    locks: 'none',
  }
  const draft = {
    itemId,
    kind: 'streamer' as const,
    agencyName: null,
    inspectorName: '王工',
    externalNo: null,
    inspectedOn: rows[0]?.today ?? '',
    identity: 'IMEI:77',
    measured,
    defects: '右下角细划痕',
  }
  code = (await t.db.transaction().execute(trx => publishReport(trx, { draft, signer }))).code
})
afterAll(() => t?.[Symbol.asyncDispose]())

/** The report as it lies in the table, read for the public page and checked by the signature alone. */
async function standsAsSigned(): Promise<boolean> {
  const report = await readPublicReport(t.db, { code, signer })
  return report?.genuine ?? false
}

async function store(column: 'content' | 'signature', value: string | Buffer): Promise<void> {
  // The table refuses such a change itself; here somebody has got past it.
  await t.owner.query('SET session_replication_role = replica')
  await t.owner.query(`UPDATE report SET ${column} = $1 WHERE code = $2`, [value, code])
  await t.owner.query('SET session_replication_role = DEFAULT')
}

const change = fc.record({ at: fc.nat(), by: fc.integer({ min: 1, max: 255 }) })
function withOneByteChanged(bytes: Buffer, { at, by }: { at: number; by: number }): Buffer {
  const changed = Buffer.from(bytes)
  const place = at % bytes.length
  changed[place] = (changed[place] ?? 0) ^ by
  return changed
}

test('one changed byte anywhere in the stored facts is detected, or is no report any more', async () => {
  const original = await readPublicReport(t.db, { code, signer })
  const text = original?.signedText ?? ''
  let stored = 0
  await fc.assert(
    fc.asyncProperty(change, async changed => {
      const forged = withOneByteChanged(Buffer.from(text), changed).toString('utf8')
      try {
        await store('content', forged)
      } catch {
        // No JSON: the database keeps nothing of it.
        await t.owner.query('SET session_replication_role = DEFAULT')
        return
      }
      stored += 1
      expect(await standsAsSigned()).toBe(false)
    }),
    { numRuns: 150 },
  )
  expect(stored).toBeGreaterThan(20)
  await store('content', text)
  expect(await standsAsSigned()).toBe(true)
}, 60_000)

test('one changed byte of the signature is detected', async () => {
  const original = await readPublicReport(t.db, { code, signer })
  const signature = Buffer.from(original?.signature ?? '', 'base64')
  await fc.assert(
    fc.asyncProperty(change, async changed => {
      await store('signature', withOneByteChanged(signature, changed))
      expect(await standsAsSigned()).toBe(false)
    }),
    { numRuns: 60 },
  )
  await store('signature', signature)
  expect(await standsAsSigned()).toBe(true)
}, 60_000)
