import { createHash, createPublicKey, verify } from 'node:crypto'
import { buildParty } from '@haowu/server/test/build-item.ts'
import { createTestApp, type TestApp } from '@haowu/server/test/test-app.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import type { VerifiableReport } from '@haowu/shared/verification.ts'
import { sql } from 'kysely'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createDatabase } from '#db/database.ts'
import { publishReport } from '#domain/inspection/publish-report.ts'
import { revokeReport } from '#domain/inspection/revoke-report.ts'
import { createReportSigner } from '#domain/inspection/sign-report.ts'

let t: TestDatabase
let site: TestApp
/** A second process of the same product: nothing that the first one remembers is known to it. */
let fresh: () => TestApp
const others: TestApp[] = []

beforeAll(async () => {
  t = await createTestDatabase()
  site = createTestApp(t)
  fresh = () => {
    const other = createTestApp(t)
    others.push(other)
    return other
  }
})
afterAll(async () => {
  for (const app of [site, ...others]) await app[Symbol.asyncDispose]()
  await t[Symbol.asyncDispose]()
})

const ask = (code: string, app = site) => request(app.app).get(`/api/reports/${code}`)

async function publish(identity: string, defects = '右下角细划痕', item?: string) {
  const supplierId = await buildParty(t.db, 'supplier')
  const itemId = item ?? (await draftItem(supplierId, identity))
  const signer = createReportSigner(site.deps.secrets.reportSigning)
  const { rows } = await sql<{ today: string }>`SELECT business_day(app_now())::text AS today`.execute(t.db)
  const draft = {
    itemId,
    kind: 'streamer' as const,
    agencyName: null,
    inspectorName: '王工',
    externalNo: null,
    inspectedOn: rows[0]?.today ?? '',
    identity,
    measured: {
      cosmetic: 'light',
      function: 'all_pass',
      battery_pct: 91,
      parts: 'original',
      repair: 'none',
      water: 'none',
      locks: 'none',
    },
    defects,
  }
  const report = await t.db.transaction().execute(trx => publishReport(trx, { draft, signer }))
  return { ...report, itemId }
}

async function draftItem(supplierId: string, identity: string): Promise<string> {
  const { id } = await t.db
    .insertInto('item')
    .values({
      supplierId,
      supplierSku: `S-${identity}`,
      categoryCode: 'phone',
      title: '小米 14',
      identity,
      priceFen: 150_000n,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

function isGenuine({ signedText, signature, publicKey }: VerifiableReport): boolean {
  const head = Buffer.from('302a300506032b6570032100', 'hex')
  const key = createPublicKey({
    key: Buffer.concat([head, Buffer.from(publicKey, 'base64')]),
    format: 'der',
    type: 'spki',
  })
  const digest = createHash('sha256').update(signedText).digest()
  return verify(null, digest, key, Buffer.from(signature, 'base64'))
}

describe('the page of a report', () => {
  test('gets the signed text with its signature, which anybody can check, and may be kept but must be asked for again', async () => {
    const { code } = await publish('IMEI:1')
    const answer = await ask(code)
    expect(answer.status).toBe(200)
    expect(answer.get('cache-control')).toBe('public, no-cache')
    const report: VerifiableReport = answer.body
    expect(isGenuine(report)).toBe(true)
    expect(JSON.parse(report.signedText)).toMatchObject({ code, grade: '95', item: { identity: 'IMEI:1' } })
    expect(report).toMatchObject({
      genuine: true,
      standing: 'published',
      replacedBy: null,
      revokedReason: null,
      rubricSince: '2019-12-31T16:00:00.000Z',
    })
    expect(report.lines[0]).toEqual({
      key: 'cosmetic',
      zh: '外观',
      en: 'Cosmetic',
      valueZh: '轻微划痕',
      valueEn: 'Light marks, not seen at 50 cm',
    })
    const again = await ask(code).set('if-none-match', answer.get('etag') ?? '')
    expect(again.status).toBe(304)
    expect(again.text).toBe('')
  })

  test('leaves the database alone when it is asked again', async () => {
    const { code } = await publish('IMEI:2')
    await ask(code)
    await ask('ZZZZZZZZZZZZ')
    Object.assign(site.deps.db, { selectFrom: () => expect.unreachable('the database was asked') })
    try {
      for (const typed of [code, code.toLowerCase(), `${code.slice(0, 4)}-${code.slice(4)}`]) {
        expect((await ask(typed)).status).toBe(200)
      }
      expect((await ask('ZZZZZZZZZZZZ')).status).toBe(404)
    } finally {
      Reflect.deleteProperty(site.deps.db, 'selectFrom')
    }
  })

  test('is not found for a code that nobody issued, or that cannot be one', async () => {
    for (const code of ['000000000000', 'abc', '%27%20OR%201=1']) {
      const answer = await ask(code)
      expect(answer.status).toBe(404)
      expect(answer.body.error.data).toMatchObject({ reason: 'not_found', facts: { what: 'report' } })
    }
  })

  test('says that it was replaced, and by which; revoked, and why; expired', async () => {
    const first = await publish('IMEI:3')
    const second = await publish('IMEI:3', '无', first.itemId)
    expect((await ask(first.code, fresh())).body).toMatchObject({
      standing: 'superseded',
      replacedBy: second.code,
    })
    await sql`UPDATE report SET expires_at = app_now() WHERE code = ${second.code}`.execute(t.db)
    expect((await ask(second.code, fresh())).body).toMatchObject({ standing: 'expired', replacedBy: null })
    await t.db
      .transaction()
      .execute(trx => revokeReport(trx, { reportId: second.reportId, reason: '检测有误' }))
    const revoked = (await ask(second.code, fresh())).body
    expect(revoked).toMatchObject({ standing: 'revoked', revokedReason: '检测有误' })
    expect(Date.parse(revoked.revokedAt)).not.toBeNaN()
  })

  test('with one fact changed in the table no longer passes the check that each browser makes, nor ours, and tells no findings', async () => {
    const { code } = await publish('IMEI:4')
    await sql`
      UPDATE report SET content = jsonb_set(content, '{measured,battery_pct}', '92') WHERE code = ${code}
    `.execute(createDatabase(t.owner))
    const { body } = await ask(code)
    expect(isGenuine(body)).toBe(false)
    expect(body).toMatchObject({ genuine: false, lines: [] })
  })

  test('whose facts were replaced by nonsense is told as changed, not as a failure of ours', async () => {
    const { code } = await publish('IMEI:5')
    await sql`UPDATE report SET content = '{"measured":1.5}' WHERE code = ${code}`.execute(
      createDatabase(t.owner),
    )
    const answer = await ask(code)
    expect([answer.status, answer.body]).toMatchObject([200, { genuine: false, lines: [] }])
    expect(isGenuine(answer.body)).toBe(false)
  })

  test('counts no longer than it was signed for, whatever its row says', async () => {
    const { code } = await publish('IMEI:6')
    await sql`UPDATE report SET expires_at = app_now() + interval '9 years' WHERE code = ${code}`.execute(
      t.db,
    )
    expect((await ask(code, fresh())).body).toMatchObject({ standing: 'published', genuine: true })
    await t.owner.query('UPDATE app_clock SET shift_seconds = $1', [400 * 86_400])
    try {
      expect((await ask(code, fresh())).body).toMatchObject({ standing: 'expired', genuine: true })
    } finally {
      await t.owner.query('UPDATE app_clock SET shift_seconds = 0')
    }
  })
})
