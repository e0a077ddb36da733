import type { Mismatch } from '@haowu/shared/cases.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { normaliseReportCode } from '#domain/inspection/report-code.ts'
import { hashLinkToken } from '#domain/orders/link-token.ts'
import { readRule, readRules } from '#domain/rules/read-rules.ts'
import type { FileStore } from '#gateways/files.ts'
import { insertEvidence, lockCase, lockOrderOf, readNow, type StoredCase } from './case-store.ts'
import { addFiles, addStatement, requireFiles, type Statement } from './give-statement.ts'
import { openCase } from './open-case.ts'

const BUYER = 'buyer'

/**
 * The buyer says which parameters are not as the report said: opens a dispute against the supplier, or adds to the one that is
 * being heard. Throws `not_found` for another link, `bad_request` for a report that was not sold with this order; for a new
 * case `order_state` when nothing has been sent yet, `deadline_passed {until}` after the window, `limit_reached` by the rule in force.
 */
export async function reportMismatch(
  deps: { db: Db; files: FileStore },
  input: Mismatch,
): Promise<{ caseNo: string }> {
  const order = await findOrder(deps.db, input.orderToken)
  if (normaliseReportCode(input.reportCode) !== order.reportCode)
    throw new DomainError('bad_request', { field: 'reportCode' })
  const folder = { of: 'order', id: order.orderId } as const
  await requireFiles(deps.files, { folder, fileKeys: input.photoKeys })
  return deps.db.transaction().execute(async trx => {
    await lockOrderOf(trx, order.orderId)
    const { caseId, caseNo, isNew } = await openOrFind(trx, order, input)
    const given: Statement = {
      side: 'claimant',
      givenBy: BUYER,
      text: input.statement,
      fileKeys: input.photoKeys,
      folder,
    }
    const found = await lockCase(trx, caseId)
    if (isNew) await addFiles(trx, caseId, given)
    else await addStatement(trx, found, given)
    await insertEvidence(trx, caseId, {
      kind: 'mismatch',
      side: 'claimant',
      givenBy: BUYER,
      content: { reportCode: order.reportCode, fields: input.fields },
    })
    return { caseNo }
  })
}

type SoldOrder = Awaited<ReturnType<typeof findOrder>>

async function findOrder(db: Db, linkToken: string) {
  const order = await db
    .selectFrom('orders')
    .innerJoin('report', 'report.id', 'orders.reportId')
    .select(['orders.id as orderId', 'orders.itemId', 'orders.supplierId', 'orders.reportId', 'orders.state'])
    .select(['orders.paidAt', 'orders.receivedAt', 'report.code as reportCode'])
    .where('orders.linkTokenHash', '=', hashLinkToken(linkToken))
    .executeTakeFirst()
  if (!order) throw new DomainError('not_found')
  return order
}

async function refuseOutsideWindow(trx: Transaction<Database>, order: SoldOrder): Promise<void> {
  const { state, receivedAt } = order
  if (!['shipped', 'received', 'completed'].includes(state)) throw new DomainError('order_state', { state })
  if (receivedAt === null) return
  const { case_window: window } = await readRules(trx, { case_window: 'report_mismatch' }, receivedAt)
  const until = new Date(receivedAt.getTime() + window.value.days * 86_400_000)
  if ((await readNow(trx)) > until)
    throw new DomainError('deadline_passed', {
      until: until.toISOString(),
      rule: 'case_window',
      ruleVersion: window.version,
    })
}

async function openOrFind(
  trx: Transaction<Database>,
  order: SoldOrder,
  input: Mismatch,
): Promise<{ caseId: string; caseNo: string; isNew: boolean }> {
  const known = await casesOfBuyer(trx, order.orderId)
  const heard = known.find(({ endedAt }) => endedAt === null)
  if (heard) return { caseId: heard.id, caseNo: heard.no, isNew: false }
  await refuseOutsideWindow(trx, order)
  const { version: ruleVersion, value } = await readRule(trx, 'case_limits')
  if (known.length >= value.perOrder)
    throw new DomainError('limit_reached', {
      what: 'cases',
      limit: value.perOrder,
      rule: 'case_limits',
      ruleVersion,
    })
  return openCase(trx, {
    kind: 'dispute',
    clauseCode: 'report_mismatch',
    key: `mismatch:${order.orderId}:${known.length + 1}`,
    respondentId: order.supplierId,
    claimantKind: 'buyer',
    orderId: order.orderId,
    itemId: order.itemId,
    reportId: order.reportId,
    eventAt: order.paidAt ?? undefined,
    openedBy: BUYER,
    statement: input.statement,
    asksAtOnce: true,
  })
}

async function casesOfBuyer(
  trx: Transaction<Database>,
  orderId: string,
): Promise<Pick<StoredCase, 'id' | 'no' | 'endedAt'>[]> {
  return trx
    .selectFrom('trustCase')
    .select(['id', 'no', 'endedAt'])
    .where('orderId', '=', orderId)
    .where('claimantKind', '=', sql<string>`'buyer'`)
    .orderBy('id')
    .execute()
}
