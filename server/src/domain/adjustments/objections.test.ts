import { randomUUID } from 'node:crypto'
import { buildPaidOrders, letOrdersMature } from '@haowu/server/test/build-orders.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readAccount } from '#domain/settlement/read-account.ts'
import { settleDue } from '#domain/settlement/settle-due.ts'
import { splitDue } from '#domain/settlement/split-due.ts'
import { answerObjection, withdrawObjection } from './close-objection.ts'
import { listObjections } from './list-objections.ts'
import { openObjection } from './open-objection.ts'
import { saveDraft } from './save-draft.ts'

let t: TestDatabase
let supplierId: string
let otherId: string
let orderNo: string
let month: string
beforeAll(async () => {
  t = await createTestDatabase()
  const { supplierIds } = await buildPaidOrders(t.db, { count: 6, suppliers: 2, streamers: 1 })
  ;[supplierId = '', otherId = ''] = supplierIds
  await splitDue(t)
  await letOrdersMature(t.db)
  await settleDue(t)
  const { rows } = await t.owner.query<{ no: string; month: string }>(
    `SELECT no, to_char(app_now() AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') AS month FROM orders WHERE supplier_id = $1 LIMIT 1`,
    [supplierId],
  )
  orderNo = rows[0]?.no ?? ''
  month = rows[0]?.month ?? ''
})
afterAll(() => t[Symbol.asyncDispose]())

const [USER, FINANCE] = [randomUUID(), randomUUID()]
const words = '平台费扣多了'
const share = () => ({ of: 'share', orderNo, role: 'supplier' }) as const
const open = (partyId = supplierId) => openObjection(t, { partyId, line: share(), words, userId: USER })

test('a line is objected to once at a time, with what it was then; answered or withdrawn, it may be again', async () => {
  const opened = await Promise.allSettled([open(), open(), open()])
  const [won] = opened.filter(each => each.status === 'fulfilled')
  expect(opened.filter(each => each.status === 'rejected').map(each => each.reason)).toMatchObject([
    { code: 'objection_state', facts: { state: 'open' } },
    { code: 'objection_state' },
  ])
  const objectionId = won?.value.objectionId ?? ''
  const [before] = await listObjections(t.db, { partyId: supplierId, limit: 1 })
  await t.owner.query(`UPDATE accrual SET earned_fen = earned_fen + 1, settled_fen = settled_fen + 1`)
  const [row] = await listObjections(t.db, { state: 'open', limit: 1 })
  expect(row?.facts).toEqual(before?.facts)
  expect(row?.line).toMatch(/^share:[0-9a-f-]{36}:supplier$/)
  expect(row).toMatchObject({ id: objectionId, words, facts: { orderNo, what: 'share' } })
  await t.owner.query(`UPDATE accrual SET earned_fen = earned_fen - 1, settled_fen = settled_fen - 1`)
  await answerObjection(t, { objectionId, answer: '按 2% 计算无误', adjustmentId: null, userId: FINANCE })
  await expect(
    answerObjection(t, { objectionId, answer: '再答一次', adjustmentId: null, userId: FINANCE }),
  ).rejects.toMatchObject({ code: 'objection_state', facts: { state: 'answered' } })
  const again = await open()
  await withdrawObjection(t, { objectionId: again.objectionId, partyId: supplierId, userId: USER })
  await expect(
    withdrawObjection(t, { objectionId: again.objectionId, partyId: supplierId, userId: USER }),
  ).rejects.toMatchObject({ code: 'objection_state' })
  const told = await t.owner.query(`SELECT kind FROM notice WHERE kind LIKE 'objection%' ORDER BY kind`)
  expect(told.rows.map(({ kind }) => kind)).toEqual([
    'objection_answered',
    'objection_opened',
    'objection_opened',
  ])
})

test('another party’s line cannot be objected to, nor another’s objection withdrawn', async () => {
  await expect(open(otherId)).rejects.toMatchObject({ code: 'not_found' })
  const { objectionId } = await open()
  await expect(withdrawObjection(t, { objectionId, partyId: otherId, userId: USER })).rejects.toMatchObject({
    code: 'not_found',
  })
  expect(await listObjections(t.db, { partyId: otherId, limit: 5 })).toEqual([])
})

test('a line of the month’s account too; and the answer may be the draft that puts it right', async () => {
  const { lines } = await readAccount(t.db, { partyId: supplierId, month, limit: 10 })
  const [line] = lines
  const asked = { month, transactionId: line?.transactionId ?? '', orderNo: line?.orderNo ?? null }
  const { objectionId } = await openObjection(t, {
    partyId: supplierId,
    line: { of: 'account', ...asked },
    words,
    userId: USER,
  })
  const { adjustmentId } = await saveDraft(t, {
    reason: 'objection',
    note: '按异议更正',
    evidenceKey: `${'b'.repeat(64)}.png`,
    lines: [{ pair: 'commission_returned', partyId: supplierId, amountFen: 100n }],
    makerId: FINANCE,
  })
  const answer = { objectionId, answer: '确实多扣，已起草调账', userId: FINANCE }
  await expect(answerObjection(t, { ...answer, adjustmentId: randomUUID() })).rejects.toMatchObject({
    code: 'not_found',
  })
  await answerObjection(t, { ...answer, adjustmentId })
  const [row] = await listObjections(t.db, { partyId: supplierId, limit: 1 })
  expect(row).toMatchObject({
    state: 'answered',
    adjustmentId,
    adjustmentState: 'draft',
    facts: { what: 'account', amountFen: line?.amountFen.toString() },
  })
})
