import { buildSignedUp, fillApplication } from '@haowu/server/test/build-application.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { publishRule } from '#domain/rules/publish-rule.ts'
import { publishContract } from './publish-contract.ts'
import { ruleOfRights } from './rule-of-rights.ts'
import { submitApplication } from './submit-application.ts'

let t: TestDatabase
beforeAll(async () => {
  t = await createTestDatabase()
})
afterAll(() => t[Symbol.asyncDispose]())

const passDays = (days: number) =>
  t.db
    .updateTable('appClock')
    .set({ shiftSeconds: sql`shift_seconds + ${days * 86_400}` })
    .execute()
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000)

const newContract = () =>
  publishContract(t, {
    kind: 'supplier',
    clauses: [{ zh: '新条款', en: 'A new clause' }],
    effectiveFrom: inDays(16),
    memberId: '00000000-0000-7000-8000-000000000000',
  })

test('an application that lacks what a category asks for, or the contract, names its rule and version', async () => {
  const applicant = await buildSignedUp(t.db)
  const { version } = await fillApplication(t.db, applicant)
  await t.db
    .updateTable('applicationDocument')
    .set({ removedAt: sql`app_now()` })
    .where('kind', '=', 'data_erasure')
    .execute()
  const submit = () => submitApplication(t, { ...applicant, version })
  await expect(submit()).rejects.toMatchObject({
    code: 'documents_missing',
    facts: {
      subject: 'document.data_erasure',
      category: 'phone',
      rule: 'category_admission',
      ruleVersion: 1,
    },
  })
  await t.db
    .updateTable('applicationDocument')
    .set({ removedAt: null })
    .where('kind', '=', 'data_erasure')
    .execute()
  // What is signed now has to be the version that is coming.
  await newContract()
  await expect(submit()).rejects.toMatchObject({
    facts: { subject: 'contract', rule: 'contract', ruleVersion: 2 },
  })
})

test('who may not list reads the version of the category’s rule, or of the contract that binds, as they count that day', async () => {
  const category = () => ruleOfRights(t.db, { refusal: 'category', categoryCode: 'phone' })
  const contract = () => ruleOfRights(t.db, { refusal: 'contract', categoryCode: 'phone' })
  const { version } = await publishRule(t, {
    code: 'category_admission',
    scope: 'phone',
    value: { documents: [], minInspectors: 9 },
    importance: 'important',
    effectiveFrom: inDays(16),
    actor: 'operator:test',
  })
  expect(await category()).toEqual({ rule: 'category_admission', ruleVersion: version - 1 })
  await passDays(17)
  expect(await category()).toEqual({ rule: 'category_admission', ruleVersion: version })
  // Within its days of grace the former one is what binds.
  expect(await contract()).toEqual({ rule: 'contract', ruleVersion: 1 })
  await passDays(15)
  expect(await contract()).toEqual({ rule: 'contract', ruleVersion: 2 })
})
