import { type ApplicantKind, REVIEW_CHECKS, type ReviewCheck } from '@haowu/shared/onboarding.ts'
import {
  buildPaper,
  buildSignedUp,
  FULL_FORMS,
  fillApplication,
} from '@haowu/server/test/build-application.ts'
import { buildPerson } from '@haowu/server/test/build-person.ts'
import { TEST_SECRETS } from '@haowu/server/test/build-sale.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readRestrictions } from '#domain/parties/restrict-party.ts'
import { appealRejection } from './appeal-rejection.ts'
import { claimApplication } from './claim-application.ts'
import { approveApplication, askForInfo, rejectApplication } from './decide-application.ts'
import { listReviews } from './list-reviews.ts'
import { readDesk } from './read-desk.ts'
import { saveApplication } from './save-application.ts'
import type { SignedUp } from './sign-up.ts'
import { submitApplication } from './submit-application.ts'

let t: TestDatabase
let reviewers: [string, string]
beforeAll(async () => {
  t = await createTestDatabase()
  reviewers = [(await buildPerson(t.db, 'operator')).memberId, (await buildPerson(t.db, 'operator')).memberId]
})
afterAll(() => t[Symbol.asyncDispose]())

const own = async ({ partyId }: SignedUp) => {
  const desk = await readDesk(t.db, partyId)
  if (!desk.own) throw new Error('no application')
  return { ...desk.own, partyState: desk.partyState }
}
const missing = async (applicant: SignedUp) =>
  (await own(applicant)).missing.map(({ subject, problem }) => `${subject} ${problem}`)
const step = async (applicant: SignedUp) => (await own(applicant)).next.step
const submit = async (applicant: SignedUp) => {
  const { version } = (await own(applicant)).application
  await submitApplication(t, { ...applicant, version })
}
const claim = async ({ applicationId }: SignedUp, reviewer: 0 | 1 = 0) => {
  const review = { applicationId, reviewerId: reviewers[reviewer] }
  await claimApplication(t, review)
  return review
}
const CATEGORIES = { supplier: ['phone', 'book'], streamer: [], agency: [] } as const
const approve = async (applicant: SignedUp, kind: ApplicantKind, reviewer: 0 | 1 = 0) =>
  approveApplication(t, {
    ...(await claim(applicant, reviewer)),
    checks: [...REVIEW_CHECKS[kind]] as ReviewCheck[],
    categories: [...CATEGORIES[kind]],
  })

/** What each kind is asked for, in the order of the form, before anything is filled in. */
const ASKED: Record<ApplicantKind, string[]> = {
  supplier: [
    'companyName',
    'creditCode',
    'legalPerson',
    'contactName',
    'contactPhone',
    'inspectionMode',
    'inspectionPlace',
    'inspectors',
    'goodsSource',
    'categories',
    'identityNo',
    'document.business_licence',
    'document.legal_person_id',
    'contract',
  ],
  streamer: [
    'realName',
    'contactPhone',
    'taxKind',
    'channels',
    'history',
    'identityNo',
    'document.id_front',
    'document.id_back',
    'document.channel_proof',
    'contract',
  ],
  agency: [
    'companyName',
    'creditCode',
    'legalPerson',
    'contactName',
    'contactPhone',
    'streamers',
    'history',
    'identityNo',
    'document.business_licence',
    'document.legal_person_id',
    'document.agency_qualification',
    'contract',
  ],
}

describe.each(['supplier', 'streamer', 'agency'] as const)('a new %s', kind => {
  test('is told all that is missing, what comes next at each step and by when, and trades once it is approved', async () => {
    const applicant = await buildSignedUp(t.db, kind)
    expect(await missing(applicant)).toEqual(ASKED[kind].map(subject => `${subject} empty`))
    expect(await step(applicant)).toBe('fill_in')
    await expect(submit(applicant)).rejects.toMatchObject({
      code: 'documents_missing',
      facts: { subject: ASKED[kind][0], count: ASKED[kind].length },
    })
    await fillApplication(t.db, applicant, { kind })
    expect([await missing(applicant), await step(applicant)]).toEqual([[], 'hand_in'])
    await submit(applicant)
    expect((await own(applicant)).next).toEqual({ step: 'wait_for_review', by: expect.any(Date) })
    expect(await readRestrictions(t.db, applicant.partyId)).toHaveLength(3)

    const findings = [{ subject: 'contactPhone', reason: 'number_wrong', words: '打不通' }] as const
    await askForInfo(t, { ...(await claim(applicant)), findings: [...findings] })
    expect(await own(applicant)).toMatchObject({ next: { step: 'answer', by: expect.any(Date) }, findings })
    await submit(applicant)
    await approve(applicant, kind)
    expect(await own(applicant)).toMatchObject({
      partyState: 'active',
      next: { step: 'pay_deposit' },
      refused: null,
    })
    expect(await readRestrictions(t.db, applicant.partyId)).toEqual([])
    const { admissions } = await readDesk(t.db, applicant.partyId)
    expect(admissions.map(({ category }) => category).sort()).toEqual([...CATEGORIES[kind]].sort())
  })

  test('that is rejected reads why, may appeal once, and is heard by another reviewer', async () => {
    const applicant = await buildSignedUp(t.db, kind)
    await fillApplication(t.db, applicant, { kind })
    await submit(applicant)
    const findings = [{ subject: 'contract', reason: 'not_eligible', words: '主体被列入经营异常' }] as const
    await rejectApplication(t, { ...(await claim(applicant)), findings: [...findings] })
    expect(await own(applicant)).toMatchObject({ next: { step: 'appeal', by: expect.any(Date) }, findings })
    await appealRejection(t, { ...applicant, words: '已移出异常名录' })
    await expect(appealRejection(t, { ...applicant, words: '再来' })).rejects.toMatchObject({
      code: 'application_state',
    })
    const waiting = await listReviews(t.db, { view: 'waiting', kind, reviewerId: reviewers[1], limit: 50 })
    expect(waiting.rows).toContainEqual(
      expect.objectContaining({ id: applicant.applicationId, appealed: true }),
    )
    await expect(claim(applicant, 0)).rejects.toMatchObject({ code: 'second_person_needed' })
    await approve(applicant, kind, 1)
    expect((await own(applicant)).partyState).toBe('active')
  })
})

test('a streamer who is taxed as a company shows the company too, one who is not does not', async () => {
  const applicant = await buildSignedUp(t.db, 'streamer')
  const { version } = await fillApplication(t.db, applicant, { kind: 'streamer' })
  const form = { ...FULL_FORMS.streamer, taxKind: 'company' as const }
  await saveApplication({ db: t.db, secrets: TEST_SECRETS }, { ...applicant, version, form })
  expect(await missing(applicant)).toEqual([
    'companyName empty',
    'creditCode empty',
    'document.business_licence empty',
  ])
  await buildPaper(t.db, applicant, 'business_licence')
  expect(await missing(applicant)).toEqual(['companyName empty', 'creditCode empty'])
})

test('each category asks for its own papers and inspectors, by its rule', async () => {
  const applicant = await buildSignedUp(t.db)
  const { version } = await fillApplication(t.db, applicant)
  const form = {
    ...FULL_FORMS.supplier,
    categories: ['phone' as const, 'luxury_bag' as const],
    inspectors: 0,
  }
  await saveApplication({ db: t.db, secrets: TEST_SECRETS }, { ...applicant, version, form })
  const { missing: left } = await own(applicant)
  expect(left).toContainEqual({ subject: 'inspectors', problem: 'few', category: 'phone' })
  expect(left).toContainEqual({
    subject: 'document.appraiser_certificate',
    problem: 'empty',
    category: 'luxury_bag',
  })
})
