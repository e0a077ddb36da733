import { buildParty } from '@haowu/server/test/build-item.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { GradingRubric } from '#domain/rules/grading-rubric.ts'
import { publishRule } from '#domain/rules/publish-rule.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import { publishReport } from './publish-report.ts'
import { readReportRules } from './report-rules.ts'
import { createReportSigner } from './sign-report.ts'
import { ALL_TEMPLATES } from './template.ts'
import { readPublicReport } from './verify-report.ts'

const signer = createReportSigner(Buffer.alloc(32, 7))
const DAY_MS = 86_400_000
let t: TestDatabase
let made = 0

beforeAll(async () => {
  t = await createTestDatabase()
})
afterAll(() => t?.[Symbol.asyncDispose]())

const inDays = (days: number) => new Date(Date.now() + days * DAY_MS)
const moveClock = (days: number) => t.owner.query('UPDATE app_clock SET shift_seconds = $1', [days * 86_400])

async function newItem() {
  const identity = `IMEI:R${++made}`
  const { id: itemId } = await t.db
    .insertInto('item')
    .values({
      supplierId: await buildParty(t.db, 'supplier'),
      supplierSku: `R-${made}`,
      categoryCode: 'phone',
      title: '小米 14',
      identity,
      priceFen: 150_000n,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { itemId, identity }
}

async function inspect({ itemId, identity }: { itemId: string; identity: string }) {
  const draft = {
    itemId,
    kind: 'streamer' as const,
    agencyName: null,
    inspectorName: '王工',
    externalNo: null,
    inspectedOn: (await readReportRules(t.db)).today,
    identity,
    measured: {
      cosmetic: 'like_new',
      function: 'all_pass',
      battery_pct: 86,
      parts: 'original',
      repair: 'none',
      water: 'none',
      locks: 'none',
    },
    defects: '',
  }
  const { code } = await t.db.transaction().execute(trx => publishReport(trx, { draft, signer }))
  return readPublicReport(t.db, { code, signer })
}

/** The rubric of phones as it is, with another word on one point. */
async function phones(change: (value: GradingRubric) => GradingRubric): Promise<GradingRubric> {
  return change((await readRule(t.db, 'grading_rubric', 'phone')).value)
}
const publish = (value: GradingRubric, days: number) =>
  publishRule(t, {
    code: 'grading_rubric',
    scope: 'phone',
    value,
    importance: 'important',
    effectiveFrom: inDays(days),
    actor: 'operator:test',
  })

describe('the rubric', () => {
  test('of each category is a dated rule whose first version names every finding of the template', async () => {
    for (const { code, fields } of ALL_TEMPLATES) {
      const { value, version } = await readRule(t.db, 'grading_rubric', code)
      expect(version).toBe(1)
      for (const field of fields)
        if (field.kind === 'choice')
          expect(value.choices[field.key], `${code} ${field.key}`).toEqual(
            Object.fromEntries(field.choices.map(choice => [choice.code, choice.atBest])),
          )
        else expect(value.steps[field.key], `${code} ${field.key}`).toEqual(field.steps)
    }
  })

  test('grades by the version in force that day, which the report names; what was signed before stays as it was', async () => {
    const [before, after] = [await newItem(), await newItem()]
    const stricter = await phones(({ steps, choices }) => ({
      choices,
      steps: {
        ...steps,
        battery_pct: [
          { from: 95, atBest: '99' },
          { from: 90, atBest: '95' },
          { from: 1, atBest: '85' },
        ],
      },
    }))
    await publish(stricter, 16)
    expect((await inspect(before))?.content).toMatchObject({ grade: '95', rubricVersion: 1 })
    await moveClock(17)
    try {
      expect((await inspect(after))?.content).toMatchObject({
        grade: '85',
        rubricVersion: 2,
        gradeReasons: [
          { field: 'battery_pct', value: 86, atBest: '85' },
          { field: 'cosmetic', value: 'like_new', atBest: '99' },
        ],
      })
      const stored = await t.db
        .selectFrom('report')
        .select(['grade', 'rubricVersion'])
        .where('itemId', '=', before.itemId)
        .execute()
      expect(stored).toEqual([{ grade: '95', rubricVersion: 1 }])
      // The same findings again are a new report, because they are graded by another rubric.
      expect((await inspect(before))?.content).toMatchObject({ version: 2, grade: '85', rubricVersion: 2 })
    } finally {
      await moveClock(0)
    }
  })

  test('refuses a piece for a finding, and says by which rubric', async () => {
    const item = await newItem()
    const refusing = await phones(value => ({
      ...value,
      choices: { ...value.choices, cosmetic: { ...value.choices.cosmetic, like_new: 'refused' } },
    }))
    const { version } = await publish(refusing, 40)
    await moveClock(41)
    try {
      await expect(inspect(item)).rejects.toMatchObject({
        code: 'report_invalid',
        facts: { problem: 'refused_finding', rule: 'grading_rubric', ruleVersion: version },
      })
    } finally {
      await moveClock(0)
    }
  })

  test.each([
    ['a grade that is none', { choices: { cosmetic: { light: '96' } }, steps: {} }],
    ['no steps', { choices: {}, steps: { battery_pct: [] } }],
    [
      'steps that go up and down',
      {
        choices: {},
        steps: {
          battery_pct: [
            { from: 90, atBest: 'new' },
            { from: 95, atBest: '99' },
            { from: 1, atBest: 'fair' },
          ],
        },
      },
    ],
    [
      'a worse finding with a better grade',
      {
        choices: {},
        steps: {
          battery_pct: [
            { from: 90, atBest: '95' },
            { from: 1, atBest: 'new' },
          ],
        },
      },
    ],
  ])('is not published with %s', async (_, value) => {
    await expect(publish(value as GradingRubric, 60)).rejects.toMatchObject({ code: 'bad_request' })
  })
})
