import type { ApplicationState } from '@haowu/shared/onboarding.ts'
import { REVIEW_CHECKS } from '@haowu/shared/onboarding.ts'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildSignedUp, FULL_FORMS, fillApplication } from '../../../test/build-application.ts'
import { buildPerson } from '../../../test/build-person.ts'
import { TEST_SECRETS } from '../../../test/build-sale.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/test-database.ts'
import { DomainError } from '../domain-error.ts'
import { appealRejection } from './appeal-rejection.ts'
import { APPLICATION_MOVES, OPEN_STATES } from './application.ts'
import { claimApplication, releaseApplication } from './claim-application.ts'
import { approveApplication, askForInfo, rejectApplication } from './decide-application.ts'
import { lapseApplications } from './lapse-applications.ts'
import { saveApplication } from './save-application.ts'
import type { SignedUp } from './sign-up.ts'
import { startApplication } from './start-application.ts'
import { submitApplication } from './submit-application.ts'
import { withdrawApplication } from './withdraw-application.ts'

/**
 * Random commands of an applicant and two reviewers, with time passing between them, against a model of a few lines. After
 * each command the answer is the model's, and what must always hold of the tables holds.
 */
let t: TestDatabase
let reviewers: [string, string]
beforeAll(async () => {
  t = await createTestDatabase()
  reviewers = [(await buildPerson(t.db, 'operator')).memberId, (await buildPerson(t.db, 'operator')).memberId]
})
afterAll(() => t[Symbol.asyncDispose]())

const COMMANDS = [
  'save',
  'submit',
  'claim',
  'release',
  'ask',
  'reject',
  'approve',
  'appeal',
  'withdraw',
  'start',
  'wait_minutes',
  'wait_days',
] as const
type Command = { name: (typeof COMMANDS)[number]; reviewer: 0 | 1 }

interface Model {
  state: ApplicationState
  claimedBy: 0 | 1 | null
  /** Minutes on the model's clock. */
  now: number
  claimedUntil: number
  answerUntil: number
  appealUntil: number
  rejectedBy: 0 | 1 | null
  appealed: boolean
  active: boolean
}

const NEW: Model = {
  state: 'draft',
  claimedBy: null,
  now: 0,
  claimedUntil: 0,
  answerUntil: 0,
  appealUntil: 0,
  rejectedBy: null,
  appealed: false,
  active: false,
}
const MINUTES = { claim: 15, day: 1_440 }

/** What the command must answer: `ok`, or the code of its refusal; the model moves only when it is `ok`. */
function step(m: Model, { name, reviewer }: Command): string {
  const isOpen = OPEN_STATES.some(state => state === m.state)
  const isOwn = m.state === 'in_review' && m.claimedBy === reviewer
  switch (name) {
    case 'save':
      return m.state === 'draft' || m.state === 'needs_info' ? 'ok' : 'application_state'
    case 'submit':
      if (m.state !== 'draft' && m.state !== 'needs_info') return 'application_state'
      m.state = 'submitted'
      return 'ok'
    case 'claim': {
      if (m.state === 'draft') return 'not_found'
      if (m.appealed && m.rejectedBy === reviewer) return 'second_person_needed'
      const isFree = m.state === 'submitted' || (m.state === 'in_review' && m.claimedUntil <= m.now)
      if (!isFree && !isOwn) return 'application_state'
      Object.assign(m, { state: 'in_review', claimedBy: reviewer, claimedUntil: m.now + MINUTES.claim })
      return 'ok'
    }
    case 'release':
      if (!isOwn) return 'application_state'
      Object.assign(m, { state: 'submitted', claimedBy: null })
      return 'ok'
    case 'ask':
    case 'reject':
    case 'approve':
      if (m.state === 'draft') return 'not_found'
      if (!isOwn) return 'application_state'
      decide(m, name, reviewer)
      return 'ok'
    case 'appeal':
      if (m.state !== 'rejected' || m.appealed) return 'application_state'
      if (m.now > m.appealUntil) return 'deadline_passed'
      Object.assign(m, { state: 'submitted', appealed: true })
      return 'ok'
    case 'withdraw':
      if (!isOpen) return 'application_state'
      Object.assign(m, { state: 'withdrawn', claimedBy: null })
      return 'ok'
    case 'start':
      if (isOpen || m.active) return 'application_state'
      Object.assign(m, { ...NEW, now: m.now })
      return 'ok'
    case 'wait_minutes':
      m.now += 20
      return 'ok'
    case 'wait_days':
      m.now += 10 * MINUTES.day
      if (m.state === 'needs_info' && m.answerUntil < m.now) m.state = 'withdrawn'
      return 'ok'
  }
}

function decide(m: Model, name: 'ask' | 'reject' | 'approve', reviewer: 0 | 1): void {
  m.claimedBy = null
  if (name === 'ask') Object.assign(m, { state: 'needs_info', answerUntil: m.now + 15 * MINUTES.day })
  if (name === 'reject')
    Object.assign(m, { state: 'rejected', rejectedBy: reviewer, appealUntil: m.now + 15 * MINUTES.day })
  if (name === 'approve') Object.assign(m, { state: 'approved', active: true })
}

const FINDINGS = [{ subject: 'document.business_licence', reason: 'unreadable', words: '看不清' }] as const

async function run(applicant: SignedUp, { name, reviewer }: Command): Promise<void> {
  const review = { applicationId: applicant.applicationId, reviewerId: reviewers[reviewer] }
  const { version } = await t.db
    .selectFrom('application')
    .select('version')
    .where('id', '=', applicant.applicationId)
    .executeTakeFirstOrThrow()
  switch (name) {
    case 'save':
      await saveApplication(
        { db: t.db, secrets: TEST_SECRETS },
        { ...applicant, version, form: FULL_FORMS.supplier },
      )
      return
    case 'submit':
      await submitApplication(t, { ...applicant, version })
      return
    case 'claim':
      await claimApplication(t, review)
      return
    case 'release':
      return releaseApplication(t, review)
    case 'ask':
      await askForInfo(t, { ...review, findings: [...FINDINGS] })
      return
    case 'reject':
      return rejectApplication(t, { ...review, findings: [...FINDINGS] })
    case 'approve':
      return approveApplication(t, {
        ...review,
        checks: [...REVIEW_CHECKS.supplier],
        categories: ['phone'],
        refusal: { reason: 'other', words: '' },
      })
    case 'appeal':
      await appealRejection(t, { ...applicant, words: '请再看一次' })
      return
    case 'withdraw':
      return withdrawApplication(t, applicant)
    case 'start': {
      const started = await startApplication(t, { ...applicant, purpose: 'join' })
      applicant.applicationId = started.applicationId
      await fillApplication(t.db, applicant)
      return
    }
    case 'wait_minutes':
      return passMinutes(20)
    case 'wait_days':
      await passMinutes(10 * MINUTES.day)
      await lapseApplications(t, { limit: 100 })
  }
}

async function passMinutes(minutes: number): Promise<void> {
  await t.owner.query('UPDATE app_clock SET shift_seconds = shift_seconds + $1', [minutes * 60])
}

/** Holds after every command, whatever came before. */
async function expectInvariants(applicant: SignedUp, m: Model): Promise<void> {
  const { rows } = await t.owner.query<Record<string, unknown>>(
    `SELECT party.state AS party,
      (SELECT state FROM application WHERE id = $2) AS state,
      (SELECT count(*)::int FROM application WHERE party_id = $1 AND state = 'approved') AS approved,
      (SELECT count(*)::int FROM category_admission WHERE party_id = $1 AND state = 'admitted') AS admissions,
      (SELECT count(*)::int FROM party_restriction WHERE party_id = $1 AND lifted_at IS NULL) AS restrictions,
      (SELECT count(*)::int FROM notice WHERE party_id = $1) AS notices,
      (SELECT count(*)::int FROM application_event JOIN application ON application.id = application_id
        WHERE party_id = $1 AND kind IN ('info_asked', 'approved', 'rejected', 'lapsed')
          AND application_event.kind <> 'claimed') AS told
     FROM party WHERE party.id = $1`,
    [applicant.partyId, applicant.applicationId],
  )
  const [row] = rows
  expect(row).toMatchObject({
    state: m.state,
    party: m.active ? 'active' : 'pending',
    approved: m.active ? 1 : 0,
    admissions: m.active ? 1 : 0,
    restrictions: m.active ? 0 : 3,
  })
  expect(row?.notices).toBe(row?.told)
}

/** Blind commands are mostly refused; two of three are therefore chosen among those that lead somewhere. */
interface Choice {
  blind: boolean
  pick: number
  reviewer: 0 | 1
}

const LEADING: Command['name'][] = [
  'submit',
  'claim',
  'ask',
  'reject',
  'appeal',
  'start',
  'release',
  'approve',
]

function choose(m: Model, { blind, pick, reviewer }: Choice): Command {
  const leads = LEADING.map(name => ({ name, reviewer })).filter(each =>
    ['ok', 'second_person_needed'].includes(step({ ...m }, each)),
  )
  const found = blind ? undefined : leads[pick % Math.max(1, leads.length)]
  return found ?? { name: COMMANDS[pick % COMMANDS.length] ?? 'save', reviewer }
}

test('no sequence of commands and waits leads where the machine does not go', async () => {
  const choice = fc.record<Choice>({
    blind: fc.integer({ min: 0, max: 2 }).map(n => n === 0),
    pick: fc.nat(1_000),
    reviewer: fc.constantFrom(0, 1),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(choice, { minLength: 12, maxLength: 40 }), async choices => {
      const applicant = await buildSignedUp(t.db)
      await fillApplication(t.db, applicant)
      const model = { ...NEW }
      for (const each of choices) {
        const command = choose(model, each)
        const before = model.state
        const expected = step(model, command)
        const answer = await run(applicant, command).then(
          () => 'ok',
          error => (error instanceof DomainError ? error.code : String(error)),
        )
        expect(answer, `${command.name} by ${command.reviewer} when ${before}`).toBe(expected)
        if (model.state !== before && command.name !== 'start')
          expect(APPLICATION_MOVES[before]).toContain(model.state)
        await expectInvariants(applicant, model)
      }
    }),
    { numRuns: 20 },
  )
}, 120_000)

test('of two reviewers who claim at the same moment, one gets it', async () => {
  const applicant = await buildSignedUp(t.db)
  const { version } = await fillApplication(t.db, applicant)
  await submitApplication(t, { ...applicant, version })
  const claims = await Promise.allSettled(
    [...reviewers, ...reviewers].map(reviewerId => claimApplication(t, { ...applicant, reviewerId })),
  )
  const winners = new Set(claims.flatMap((claim, n) => (claim.status === 'fulfilled' ? [n % 2] : [])))
  expect(winners.size).toBe(1)
})
