import { randomUUID } from 'node:crypto'
import request from 'supertest'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { FULL_FORMS, GOOD_ID_NUMBER } from '../../test/build-application.ts'
import { buildItem } from '../../test/build-item.ts'
import { buildPerson } from '../../test/build-person.ts'
import { createTestApp, type TestApp } from '../../test/test-app.ts'
import { createTestDatabase, type TestDatabase } from '../../test/test-database.ts'
import { creditDeposit } from '../domain/deposits/credit-deposit.ts'
import { recomputeDues } from '../domain/deposits/recompute-dues.ts'
import { readListingRights } from '../domain/onboarding/listing-rights.ts'

let t: TestDatabase
let site: TestApp
beforeAll(async () => {
  t = await createTestDatabase()
  site = createTestApp(t)
})
afterAll(async () => {
  await site[Symbol.asyncDispose]()
  await t[Symbol.asyncDispose]()
})

const PNG = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(64)])

function speaker(cookie: string) {
  const send = (path: string, input: object) =>
    request(site.app).post(`/api/trpc/${path}`).set('cookie', cookie).send(input)
  const ask = (path: string, input?: object) =>
    request(site.app)
      .get(`/api/trpc/${path}${input ? `?input=${encodeURIComponent(JSON.stringify(input))}` : ''}`)
      .set('cookie', cookie)
  const upload = (applicationId: string, kind: string, bytes = PNG) =>
    request(site.app)
      .post(`/api/applications/${applicationId}/documents/${kind}`)
      .set('cookie', cookie)
      .set('content-type', 'application/octet-stream')
      .set('x-file-name', encodeURIComponent('执照.png'))
      .send(bytes)
  return { send, ask, upload }
}

const reasonOf = (answer: { body: { error?: { data?: { reason?: string; facts?: object } } } }) =>
  answer.body.error?.data?.reason

test('a supplier signs up, hands in, is asked for one paper, answers, is approved and may list', async () => {
  const account = { email: 'new@test.haowu.example', password: 'correct horse battery' }
  const join = { ...account, name: '李敏', kind: 'supplier', partyName: '拾光' }
  expect((await request(site.app).post('/api/trpc/accounts.signUp').send(join)).status).toBe(200)
  const again = await request(site.app).post('/api/trpc/accounts.signUp').send(join)
  expect(again.body.error.data).toMatchObject({ reason: 'bad_request', facts: { field: 'email' } })

  const supplier = speaker(await site.signIn(account))
  const operator = speaker(await site.signIn(await buildPerson(t.db, 'operator')))
  const colleague = speaker(await site.signIn(await buildPerson(t.db, 'operator')))
  const desk = async () => (await supplier.ask('applications.desk')).body.result.data
  const { own, contract } = await desk()
  const applicationId: string = own.application.id
  expect(own.next).toMatchObject({ step: 'fill_in' })

  // What is no picture and no PDF is refused by its bytes, whatever it is called.
  const html = await supplier.upload(applicationId, 'business_licence', Buffer.from('<script>'))
  expect([html.status, reasonOf(html)]).toEqual([415, 'unsupported_media_type'])

  // Before the address is shown to be his nothing can be handed in; the letter's link, opened twice, shows it.
  const unverified = await supplier.send('applications.submit', { applicationId, version: 1 })
  expect([unverified.status, reasonOf(unverified)]).toEqual([403, 'email_unverified'])
  const letters = (await operator.ask('mail.sent', {})).body.result.data.rows
  expect(letters).toMatchObject([{ recipient: account.email }])
  const token = new URL(/https?:\S+/.exec(letters[0].body)?.[0] ?? '').searchParams.get('token')
  const open = (given: unknown) =>
    request(site.app).post('/api/trpc/accounts.verifyEmail').send({ token: given })
  expect(reasonOf(await open(`${token}x`))).toBe('verification_invalid')
  expect([(await open(token)).status, (await open(token)).status]).toEqual([200, 200])
  await supplier.send('accounts.sendVerification', {})
  expect((await operator.ask('mail.sent', {})).body.result.data.rows).toHaveLength(1)

  const empty = await supplier.send('applications.submit', { applicationId, version: 1 })
  expect(empty.body.error.data).toMatchObject({
    reason: 'documents_missing',
    facts: { subject: 'companyName' },
  })
  const form = { ...FULL_FORMS.supplier, categories: ['phone', 'tablet'] }
  const wrong = await supplier.send('applications.save', {
    applicationId,
    version: 1,
    form,
    identityNo: '110105194912310021',
  })
  expect(wrong.body.error.data.facts).toMatchObject({ field: 'identityNo', problem: 'check_digit' })
  const saved = await supplier.send('applications.save', {
    applicationId,
    version: 1,
    form,
    identityNo: GOOD_ID_NUMBER,
  })
  const { version } = saved.body.result.data
  // The second tab still shows version 1.
  const late = await supplier.send('applications.save', { applicationId, version: 1, form: {} })
  expect(reasonOf(late)).toBe('stale_version')
  for (const kind of ['business_licence', 'legal_person_id', 'inspection_ability', 'data_erasure'])
    expect((await supplier.upload(applicationId, kind)).status).toBe(201)
  const unsigned = await supplier.send('applications.submit', { applicationId, version })
  expect(unsigned.body.error.data.facts).toMatchObject({ subject: 'contract', count: 1 })
  await supplier.send('applications.acceptContract', { contractId: contract.id })
  expect((await supplier.send('applications.submit', { applicationId, version })).status).toBe(200)

  await operator.send('reviews.claim', { applicationId })
  const taken = await colleague.send('reviews.claim', { applicationId })
  expect(taken.body.error.data).toMatchObject({ reason: 'application_state', facts: { state: 'claimed' } })
  const findings = [{ subject: 'document.data_erasure', reason: 'incomplete', words: '缺少流程' }]
  expect((await operator.send('reviews.askForInfo', { applicationId, findings })).status).toBe(200)
  expect((await desk()).own).toMatchObject({ next: { step: 'answer' }, findings })

  expect((await supplier.upload(applicationId, 'data_erasure')).status).toBe(201)
  await supplier.send('applications.submit', { applicationId, version })
  const review = (await operator.ask('reviews.get', { applicationId })).body.result.data
  expect(review).toMatchObject({ changed: ['document.data_erasure'], identityMasked: '110*************2X' })
  expect(JSON.stringify(review)).not.toContain(GOOD_ID_NUMBER)
  const opened = await operator.send('reviews.openDocument', { documentId: review.documents[0].id })
  const { pathname, search } = new URL(opened.body.result.data.url)
  expect((await request(site.app).get(pathname + search)).status).toBe(200)
  expect((await request(site.app).get(`${pathname}${search}x`)).status).toBe(404)

  await operator.send('reviews.claim', { applicationId })
  const hasty = await operator.send('reviews.approve', { applicationId, checks: [], categories: ['phone'] })
  expect(hasty.body.error.data.facts).toMatchObject({ field: 'checks' })
  const checks = ['licence_genuine', 'names_agree', 'ability_proven', 'categories_covered']
  // Some of what was asked for may be refused, but not without a reason that the applicant reads.
  const some = { applicationId, checks, categories: ['phone'] }
  const unsaid = await operator.send('reviews.approve', some)
  expect(unsaid.body.error.data.facts).toMatchObject({ field: 'refusal' })
  const refusal = { reason: 'ability_unproven', words: '没有平板检测工位' }
  expect((await operator.send('reviews.approve', { ...some, refusal })).status).toBe(200)

  const done = await desk()
  expect(done).toMatchObject({
    partyState: 'active',
    own: { next: { step: 'pay_deposit' }, refused: { categories: ['tablet'], ...refusal } },
    depositShort: { fen: '1000000', until: null },
  })
  const supplierId: string = done.own.application.partyId
  // The next reckoning says until when; what was paid in is asked for no longer.
  await recomputeDues(t)
  expect((await desk()).depositShort).toMatchObject({ fen: '1000000', until: expect.any(String) })
  const paid = { paymentId: randomUUID(), partyId: supplierId, amountFen: 1_000_000n }
  await t.db.transaction().execute(trx => creditDeposit(trx, paid))
  expect((await desk()).depositShort).toEqual({ fen: '0', until: null })
  const rights = await readListingRights(t.db, [supplierId])
  expect([rights.refusal(supplierId, 'phone'), rights.refusal(supplierId, 'watch')]).toEqual([
    null,
    'category',
  ])
  expect((await buildItem(t.db, { supplierId })).supplierId).toBe(supplierId)
  const { rows } = await t.owner.query(
    "SELECT action, count(*)::int AS n FROM audit_log WHERE action IN ('document_opened', 'application_approved') GROUP BY 1 ORDER BY 1",
  )
  expect(rows).toEqual([
    { action: 'application_approved', n: 1 },
    { action: 'document_opened', n: 1 },
  ])
})
