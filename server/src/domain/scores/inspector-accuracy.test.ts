import { randomUUID } from 'node:crypto'
import {
  buildCaseScene,
  memoryFiles,
  passDays,
  receiveNow,
  type SoldOrder,
} from '@haowu/server/test/build-case.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { carryOutDue } from '#domain/cases/carry-out-due.ts'
import { checkDecision } from '#domain/cases/confirm-decision.ts'
import { decideCase } from '#domain/cases/decide-case.ts'
import { giveStatement } from '#domain/cases/give-statement.ts'
import { reportMismatch } from '#domain/cases/report-mismatch.ts'
import { decideReinspection } from '#domain/inspection/decide-reinspection.ts'
import { listInspectorScores } from './list-scores.ts'
import { scoreDue } from './score-due.ts'

const YUAN = 100n
const ORDERS = 6
const CONTENT = { item: { identity: 'SN:X:1' }, template: { code: 'phone', version: 1 }, measured: {} }

/** An agency with two inspectors: the careful one wrote the reports of the first half of the orders, the hasty one the rest. */
async function nameInspectors(t: TestDatabase, orders: SoldOrder[]) {
  const { rows: agencies } = await t.owner.query<{ id: string }>(
    `INSERT INTO inspection_agency (name, licence_no, cma_no, valid_until, categories)
      VALUES ('精鉴检测', 'L-1001', 'CMA-1', '2099-12-31', '{phone}') RETURNING id`,
  )
  const agencyId = agencies[0]?.id ?? ''
  const { rows: inspectors } = await t.owner.query<{ id: string }>(
    `INSERT INTO inspector (inspection_agency_id, name) VALUES ($1, '细心'), ($1, '匆忙') RETURNING id`,
    [agencyId],
  )
  for (const [index, { reportCode }] of orders.entries())
    await t.owner.query(
      'UPDATE report SET content = $4, inspection_agency_id = $1, inspector_id = $2 WHERE code = $3',
      [agencyId, inspectors[index < ORDERS / 2 ? 0 : 1]?.id, reportCode, CONTENT],
    )
}

/** A buyer says that the piece is not as reported, and the operators find so or not; carried out after the days of appeal. */
async function dispute(t: TestDatabase, order: SoldOrder, outcome: 'found' | 'dismissed') {
  const { caseNo } = await reportMismatch(
    { db: t.db, files: memoryFiles() },
    {
      orderToken: order.orderToken,
      reportCode: order.reportCode,
      fields: [{ key: 'cosmetic', expected: '几乎无痕', found: '划痕明显' }],
      statement: '收到的和报告不一样',
      photoKeys: [],
    },
  )
  const { id: caseId } = await t.db
    .selectFrom('trustCase')
    .select('id')
    .where('no', '=', caseNo)
    .executeTakeFirstOrThrow()
  await giveStatement(
    { db: t.db, files: memoryFiles() },
    {
      caseId,
      side: 'respondent',
      givenBy: 'user:supplier',
      text: '我们的说明',
      fileKeys: [],
      folder: { of: 'case', id: caseId },
    },
  )
  const decision = { caseId, outcome, refundOrder: false, reason: '证据充分', actor: 'user:anna' } as const
  const { isProposal } = await decideCase(t, decision)
  if (isProposal) await checkDecision(t, { caseId, actor: 'user:boris', verdict: 'confirm' })
}

/** The second look at the report of an order found what was reported, or something else. */
async function lookAgain(t: TestDatabase, { reportCode }: SoldOrder, outcome: 'match' | 'differs') {
  await sql`INSERT INTO reinspection_draw (day, seed_hash, rate_bps, reports, picked) VALUES ('2026-01-01', 'aa', 200, 1, 1)
    ON CONFLICT DO NOTHING`.execute(t.db)
  const { rows } = await sql<{ id: string }>`
    INSERT INTO reinspection (report_id, item_id, supplier_id, inspection_agency_id, inspector_id, drawn_for)
    SELECT id, item_id, supplier_id, inspection_agency_id, inspector_id, '2026-01-01' FROM report WHERE code = ${reportCode}
    RETURNING id
  `.execute(t.db)
  const differences = outcome === 'match' ? [] : [{ field: 'identity', found: 'SN:X:9' }]
  await decideReinspection(t, {
    reinspectionId: rows[0]?.id ?? '',
    outcome,
    differences,
    note: '',
    memberId: randomUUID(),
    actor: 'user:chen',
  })
}

test('what buyers and second looks found wrong is counted against who inspected and his agency, and what was dismissed is not', async () => {
  await using t = await createTestDatabase()
  const { orders } = await buildCaseScene(t, { count: ORDERS, depositFen: 1_000_000n * YUAN })
  await nameInspectors(t, orders)
  const [careful, careful2, , hasty, hasty2] = orders
  if (!careful || !careful2 || !hasty || !hasty2) throw new Error('too few orders')
  for (const order of orders) await receiveNow(t, order)
  await dispute(t, careful, 'dismissed')
  await dispute(t, hasty, 'found')
  await lookAgain(t, careful2, 'match')
  await lookAgain(t, hasty2, 'differs')
  // Not counted while it may still be appealed.
  await passDays(t, 1)
  await scoreDue(t)
  const before = await listInspectorScores(t.db, { limit: 50 })
  expect(before.filter(({ wrong }) => wrong > 0)).toEqual([])
  await passDays(t, 8)
  await carryOutDue(t)
  await passDays(t, 1)
  await scoreDue(t)
  const rows = await listInspectorScores(t.db, { limit: 50 })
  expect(rows.find(({ name }) => name === '匆忙')).toMatchObject({
    of: '精鉴检测',
    received: 3,
    wrong: 1,
    rechecked: 1,
    recheckFailed: 1,
  })
  expect(rows.find(({ name }) => name === '细心')).toMatchObject({
    received: 3,
    wrong: 0,
    rechecked: 1,
    recheckFailed: 0,
  })
  expect(rows.find(({ name }) => name === '精鉴检测')).toMatchObject({
    subject: 'agency',
    received: 6,
    wrong: 1,
    rechecked: 2,
    recheckFailed: 1,
  })
  const scoreOf = (wanted: string) => rows.find(({ name }) => name === wanted)?.score ?? 0
  // The lowest stands first on the operators' screen.
  expect(rows[0]).toMatchObject({ name: '匆忙' })
  expect(scoreOf('匆忙')).toBeLessThan(scoreOf('精鉴检测'))
  expect(scoreOf('精鉴检测')).toBeLessThan(scoreOf('细心'))
})
