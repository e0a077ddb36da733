import { carryOutDue } from '@haowu/server/domain/cases/carry-out-due.ts'
import { decideCase } from '@haowu/server/domain/cases/decide-case.ts'
import { giveStatement } from '@haowu/server/domain/cases/give-statement.ts'
import { openViolation } from '@haowu/server/domain/cases/open-violation.ts'
import { reportMismatch } from '@haowu/server/domain/cases/report-mismatch.ts'
import { requestEvidence } from '@haowu/server/domain/cases/request-evidence.ts'
import { linkTokenOf } from '@haowu/server/domain/orders/link-token.ts'
import { publishRule } from '@haowu/server/domain/rules/publish-rule.ts'
import { sql } from 'kysely'
import type { Cast, Player } from './cast.ts'
import type { Stage } from './stage.ts'

const actorOf = ({ userId }: Player) => `user:${userId}`

/** After the first show: the streamer said more than the report does, admits it, and it is decided against him. */
export async function overstate(stage: Stage, { streamer, supplier, operator }: Cast): Promise<void> {
  const order = await findOrder(stage, { supplierId: supplier.partyId, streamerId: streamer.partyId })
  const { caseId } = await openViolation(stage, {
    clauseCode: 'claim_beyond_report',
    respondentId: streamer.partyId,
    orderNo: order.orderNo,
    statement: '回放 20:41 处称“电池跟新的一样”，报告写的不是。',
    idempotencyKey: 'demo-overstated',
    actor: actorOf(operator),
  })
  await requestEvidence(stage, { caseId, actor: actorOf(operator) })
  await answer(stage, { caseId, by: streamer, text: '口误，已在下一场开播时更正，并联系了买家。' })
  await decideCase(stage, {
    caseId,
    outcome: 'found',
    refundOrder: false,
    reason: '回放与报告对照明确，主播承认；首次，按条款第一档处理。',
    actor: actorOf(operator),
  })
}

/** The days for an appeal are over. */
export async function carryOut(stage: Stage): Promise<void> {
  await carryOutDue(stage)
}

/** Of the second show: a buyer holds his phone against the report, and the supplier has answered. */
export async function dispute(stage: Stage, { supplier }: Cast): Promise<void> {
  const order = await findOrder(stage, { supplierId: supplier.partyId })
  const { caseNo } = await reportMismatch(stage, {
    orderToken: linkTokenOf(stage.secrets.linkToken, order.orderId),
    reportCode: order.reportCode,
    fields: [
      { key: 'battery_pct', expected: '89%', found: '设置里显示 84%' },
      { key: 'cosmetic', expected: '轻微使用痕迹', found: '右下角有一处磕碰，约 3 毫米' },
    ],
    statement: '拆箱时全程录像。电池健康和外观都和报告不一样，希望退货退款。',
    photoKeys: [],
  })
  const { id: caseId } = await stage.db
    .selectFrom('trustCase')
    .select('id')
    .where('no', '=', caseNo)
    .executeTakeFirstOrThrow()
  await answer(stage, {
    caseId,
    by: supplier,
    text: '出库视频里的电池健康与报告一致。磕碰可能是运输所致，愿意协商补偿。',
  })
}

/** What will be in force soon, so that everybody has time to read it. */
export async function announceRule(stage: Stage, { operator }: Cast): Promise<void> {
  const { rows } = await sql<{ at: Date }>`
    SELECT (business_day(app_now()) + 21)::timestamp AT TIME ZONE interval '8 hours' AS at
  `.execute(stage.db)
  const [day] = rows
  if (!day) throw new Error('the database tells no day')
  await publishRule(stage, {
    code: 'platform_fee',
    value: { rateBps: 180 },
    importance: 'important',
    effectiveFrom: day.at,
    actor: actorOf(operator),
  })
}

interface Words {
  caseId: string
  by: Player
  text: string
}

async function answer(stage: Stage, { caseId, by, text }: Words): Promise<void> {
  await giveStatement(stage, {
    caseId,
    side: 'respondent',
    givenBy: actorOf(by),
    text,
    fileKeys: [],
    folder: { of: 'case', id: caseId },
  })
}

/** The newest parcel of this party that arrived. */
async function findOrder(
  { db }: Stage,
  { supplierId, streamerId }: { supplierId?: string; streamerId?: string },
): Promise<{ orderId: string; orderNo: string; reportCode: string }> {
  let query = db
    .selectFrom('orders')
    .innerJoin('report', 'report.id', 'orders.reportId')
    .select(['orders.id as orderId', 'orders.no as orderNo', 'report.code as reportCode'])
    .where('orders.state', 'in', ['received', 'completed'])
    .orderBy('orders.paidAt', 'desc')
  if (supplierId !== undefined) query = query.where('orders.supplierId', '=', supplierId)
  if (streamerId !== undefined) query = query.where('orders.streamerId', '=', streamerId)
  return query.executeTakeFirstOrThrow()
}
