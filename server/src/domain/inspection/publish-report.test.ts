import { randomUUID, webcrypto } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { DRAFT_PROBLEMS } from '@haowu/shared/inspection.ts'
import { buildItem, buildParty } from '@haowu/server/test/build-item.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createParty } from '#domain/parties/create-party.ts'
import { publishReport } from './publish-report.ts'
import type { ReportContent, ReportDraft } from './report.ts'
import { revokeReport } from './revoke-report.ts'
import { createReportSigner, hashReport, isSignatureOf } from './sign-report.ts'
import { templateFor } from './template.ts'
import { readPublicReport } from './verify-report.ts'

let t: TestDatabase
beforeAll(async () => {
  t = await createTestDatabase()
})
afterAll(() => t[Symbol.asyncDispose]())

const signer = createReportSigner(Buffer.alloc(32, 7))
const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)

async function draftItem(identity: string, priceFen = 150_000n) {
  const supplierId = await buildParty(t.db, 'supplier')
  const { id } = await t.db
    .insertInto('item')
    .values({
      supplierId,
      supplierSku: `S-${identity}`,
      categoryCode: 'phone',
      title: '小米 14',
      identity,
      priceFen,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

const draftFor = (itemId: string, identity: string, more: Partial<ReportDraft> = {}): ReportDraft => ({
  itemId,
  kind: 'streamer',
  agencyName: null,
  inspectorName: '王工',
  externalNo: null,
  inspectedOn: today(),
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
  defects: '右下角细划痕',
  ...more,
})
const publish = (draft: ReportDraft) =>
  t.db.transaction().execute(trx => publishReport(trx, { draft, signer }))

describe('a published report', () => {
  test('grades the item, offers it, and can be verified by a browser with nothing but the public answer', async () => {
    const itemId = await draftItem('IMEI:1')
    const { code } = await publish(draftFor(itemId, 'IMEI:1'))
    const item = await t.db
      .selectFrom('item')
      .select(['state', 'grade'])
      .where('id', '=', itemId)
      .executeTakeFirst()
    expect(item).toEqual({ state: 'available', grade: '95' })

    const answer = await readPublicReport(t.db, { code: code.toLowerCase(), signer })
    if (!answer) throw new Error('not found')
    expect(answer).toMatchObject({ standing: 'published', content: { grade: '95', inspectedOn: today() } })
    const digest = await webcrypto.subtle.digest('SHA-256', new TextEncoder().encode(answer.signedText))
    const key = await webcrypto.subtle.importKey(
      'raw',
      Buffer.from(answer.publicKey, 'base64'),
      'Ed25519',
      true,
      ['verify'],
    )
    const genuine = await webcrypto.subtle.verify(
      'Ed25519',
      key,
      Buffer.from(answer.signature, 'base64'),
      digest,
    )
    expect(genuine).toBe(true)
  })

  test('no longer verifies when one measured fact is changed', async () => {
    const itemId = await draftItem('IMEI:2')
    const { code } = await publish(draftFor(itemId, 'IMEI:2'))
    const answer = await readPublicReport(t.db, { code, signer })
    if (!answer) throw new Error('not found')
    const signature = Buffer.from(answer.signature, 'base64')
    expect(isSignatureOf(hashReport(answer.content), signature, signer.publicKey)).toBe(true)
    const measured = { ...answer.content.measured, battery_pct: 92 }
    const forged: ReportContent = Object.assign({}, answer.content, { measured })
    expect(isSignatureOf(hashReport(forged), signature, signer.publicKey)).toBe(false)
  })

  test('supersedes the one before it, which then names its successor; the same facts again are no new version', async () => {
    const itemId = await draftItem('IMEI:3')
    const first = await publish(draftFor(itemId, 'IMEI:3'))
    expect(await publish(draftFor(itemId, 'IMEI:3'))).toEqual(first)
    const second = await publish(draftFor(itemId, 'IMEI:3', { defects: '无' }))
    expect(await readPublicReport(t.db, { code: first.code, signer })).toMatchObject({
      standing: 'superseded',
      replacedBy: second.code,
    })
    expect(await readPublicReport(t.db, { code: second.code, signer })).toMatchObject({
      content: { version: 2 },
    })
  })

  test('expires by the rule of its category and can be revoked', async () => {
    const itemId = await draftItem('IMEI:4')
    const { code, reportId } = await publish(draftFor(itemId, 'IMEI:4'))
    await sql`UPDATE report SET expires_at = app_now() - interval '1 s' WHERE id = ${reportId}`.execute(t.db)
    expect(await readPublicReport(t.db, { code, signer })).toMatchObject({ standing: 'expired' })
    await t.db.transaction().execute(trx => revokeReport(trx, { reportId, reason: '检测有误' }))
    expect(await readPublicReport(t.db, { code, signer })).toMatchObject({
      standing: 'revoked',
      revokedReason: '检测有误',
    })
    const item = await t.db.selectFrom('item').select('state').where('id', '=', itemId).executeTakeFirst()
    expect(item).toEqual({ state: 'draft' })
  })

  test('is unknown under a code nobody issued', async () => {
    expect(await readPublicReport(t.db, { code: '000000000000', signer })).toBeNull()
    expect(await readPublicReport(t.db, { code: "' OR 1=1", signer })).toBeNull()
  })
})

describe('a report is refused', () => {
  const before = (days: number) =>
    new Date(Date.now() + 8 * 3_600_000 - days * 86_400_000).toISOString().slice(0, 10)
  test.each([
    ['whose serial is not the item’s', { identity: 'IMEI:OTHER' }, 'identity_differs'],
    ['without a required measurement', { measured: { cosmetic: 'light' } }, 'incomplete'],
    [
      'of a locked phone',
      { measured: { ...draftFor('', '').measured, locks: 'account' } },
      'refused_finding',
    ],
    ['made tomorrow', { inspectedOn: before(-1) }, 'inspected_in_future'],
    ['made too long ago', { inspectedOn: before(400) }, 'expired'],
    ['by an agency without a name', { kind: 'third_party' }, 'agency_missing'],
  ] as const)('%s', async (_, more, problem) => {
    const itemId = await draftItem(`IMEI:5-${problem}`)
    const draft = draftFor(itemId, `IMEI:5-${problem}`, more as Partial<ReportDraft>)
    await expect(publish(draft)).rejects.toMatchObject({ code: 'report_invalid', facts: { problem } })
  })

  test('when the price asks for a third party and the seller inspected it himself', async () => {
    const itemId = await draftItem('IMEI:6', 200_000n)
    await expect(publish(draftFor(itemId, 'IMEI:6'))).rejects.toMatchObject({
      facts: { problem: 'third_party_required' },
    })
  })

  test('with a number that the agency gave to another piece', async () => {
    const [a, b] = [await draftItem('IMEI:7a'), await draftItem('IMEI:7b')]
    const official = { kind: 'third_party', agencyName: '中检', externalNo: 'R-7' } as const
    await publish(draftFor(a, 'IMEI:7a', official))
    await expect(publish(draftFor(b, 'IMEI:7b', official))).rejects.toMatchObject({
      facts: { problem: 'external_no_taken' },
    })
  })
})

describe('a third-party report', () => {
  const official = { kind: 'third_party', agencyName: '中检' } as const
  const agency = async (change: {
    state?: 'suspended'
    validUntil?: string
    categories?: readonly string[]
  }) => {
    const name = `机构 ${randomUUID()}`
    await t.db
      .insertInto('inspectionAgency')
      .values({
        name,
        licenceNo: 'LIC-1',
        cmaNo: 'CMA-1',
        validUntil: '2099-12-31',
        ...(change.state && { stateReason: '资质核查中' }),
        ...change,
        categories: [...(change.categories ?? ['phone'])],
      })
      .execute()
    return name
  }

  test.each([
    ['agency_suspended', { state: 'suspended' }],
    ['agency_lapsed', { validUntil: '2020-01-01' }],
    ['agency_category', { categories: ['book'] }],
  ] as const)('is refused as %s when its agency stands so', async (problem, change) => {
    const itemId = await draftItem(`IMEI:${problem}`)
    const draft = draftFor(itemId, `IMEI:${problem}`, {
      ...official,
      agencyName: await agency(change),
    })
    await expect(publish(draft)).rejects.toMatchObject({ code: 'report_invalid', facts: { problem } })
  })

  test('names a registered agency, under the name and id it is registered by, however it was typed', async () => {
    const itemId = await draftItem('IMEI:known')
    const { code, reportId } = await publish(
      draftFor(itemId, 'IMEI:known', {
        ...official,
        agencyName: '拍机堂检测中心 (常州)',
        inspectorName: '孙工',
      }),
    )
    expect(await readPublicReport(t.db, { code, signer })).toMatchObject({
      content: { agency: '拍机堂检测中心（常州）', v: 2 },
    })
    const report = await t.db
      .selectFrom('report')
      .innerJoin('inspector', 'inspector.id', 'report.inspectorId')
      .innerJoin('inspectionAgency', 'inspectionAgency.id', 'report.inspectionAgencyId')
      .select(['inspector.name', 'inspectionAgency.name as agency', 'inspector.inspectionAgencyId'])
      .select('report.inspectionAgencyId as ofReport')
      .where('report.id', '=', reportId)
      .executeTakeFirstOrThrow()
    expect(report).toMatchObject({
      name: '孙工',
      agency: '拍机堂检测中心（常州）',
      inspectionAgencyId: report.ofReport,
    })
    await expect(
      publish(
        draftFor(await draftItem('IMEI:nobody'), 'IMEI:nobody', { ...official, agencyName: '无名检测' }),
      ),
    ).rejects.toMatchObject({ facts: { problem: 'agency_unknown' } })
  })

  test('is not accepted from a suspended inspector', async () => {
    const inspectorName = `吊销 ${randomUUID().slice(0, 8)}`
    await publish(draftFor(await draftItem('IMEI:before'), 'IMEI:before', { ...official, inspectorName }))
    await t.db
      .updateTable('inspector')
      .set({ state: 'suspended', stateReason: '抽检不符' })
      .where('name', '=', inspectorName)
      .execute()
    const itemId = await draftItem('IMEI:after')
    await expect(
      publish(draftFor(itemId, 'IMEI:after', { ...official, inspectorName })),
    ).rejects.toMatchObject({
      facts: { problem: 'inspector_suspended' },
    })
    const item = await t.db.selectFrom('item').select('state').where('id', '=', itemId).executeTakeFirst()
    expect(item).toEqual({ state: 'draft' })
  })
})

test('one changed byte in the stored report is detected', async () => {
  const itemId = await draftItem('IMEI:9')
  const { code } = await publish(draftFor(itemId, 'IMEI:9'))
  const before = await readPublicReport(t.db, { code, signer })
  if (!before) throw new Error('not found')
  await expect(
    sql`UPDATE report SET content = jsonb_set(content, '{defects}', '"x"') WHERE code = ${code}`.execute(
      t.db,
    ),
  ).rejects.toThrow('permission denied')
  await t.owner.query(
    `UPDATE report SET content = replace(content::text, '右下角细划痕', '左下角细划痕')::jsonb WHERE code = $1`,
    [code],
  )
  const after = await readPublicReport(t.db, { code, signer })
  if (!after) throw new Error('not found')
  const verdict = ({ content, signature }: typeof before) =>
    isSignatureOf(hashReport(content), Buffer.from(signature, 'base64'), signer.publicKey)
  expect([verdict(before), verdict(after)]).toEqual([true, false])
})

test('a piece already on offer elsewhere is quarantined, not listed twice', async () => {
  await buildItem(t.db, { identity: 'IMEI:8' })
  const itemId = await draftItem('IMEI:8')
  await publish(draftFor(itemId, 'IMEI:8'))
  const item = await t.db.selectFrom('item').select('state').where('id', '=', itemId).executeTakeFirst()
  expect(item).toEqual({ state: 'quarantined' })
  const told = await t.db.selectFrom('notice').select('kind').where('refId', '=', itemId).execute()
  expect(told).toEqual([{ kind: 'identity_quarantined' }, { kind: 'identity_quarantined' }])
})

test('who may not list is told by which rule or contract, and who left something out by which template', async () => {
  const supplierId = await t.db
    .transaction()
    .execute(trx => createParty(trx, { kind: 'supplier', name: '只卖图书', categories: ['book'] }))
  const itemId = await draftItem('IMEI:closed')
  await t.db.updateTable('item').set({ supplierId }).where('id', '=', itemId).execute()
  const closed = publish(draftFor(itemId, 'IMEI:closed'))
  const facts = { missing: 'category', category: 'phone', rule: 'category_admission', ruleVersion: 1 }
  await expect(closed).rejects.toMatchObject({ code: 'not_admitted', facts })
  const other = await draftItem('IMEI:part')
  const part = publish(draftFor(other, 'IMEI:part', { measured: { cosmetic: 'light' } }))
  const byTemplate = { problem: 'incomplete', rule: 'template', ruleVersion: templateFor('phone').version }
  await expect(part).rejects.toMatchObject({ code: 'report_invalid', facts: byTemplate })
})

test.each(['zh-CN', 'en'])('each problem of a report has a sentence of its own in %s', async language => {
  const path = new URL(`../../../../client/src/i18n/${language}/error.json`, import.meta.url)
  const words = JSON.parse(await readFile(path, 'utf8')) as Record<string, string>
  const elsewhere = new Set(['not_admitted', 'contract_unsigned'])
  expect(
    DRAFT_PROBLEMS.filter(problem => !elsewhere.has(problem) && !words[`report_invalid~${problem}`]),
  ).toEqual([])
})
