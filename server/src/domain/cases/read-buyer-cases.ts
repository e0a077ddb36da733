import type { CaseState } from '@haowu/shared/cases.ts'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { hashLinkToken } from '#domain/orders/link-token.ts'
import type { StoredCase } from './case-store.ts'
import { readCase } from './read-case.ts'

/** A buyer follows his cases by the link of his order: his words, what was decided and why; nothing the other side showed. */
export interface BuyerCase {
  caseId: string
  caseNo: string
  state: CaseState
  clauseZh: string
  clauseEn: string
  openedAt: Date
  answerUntil: Date | null
  appealUntil: Date | null
  endedAt: Date | null
  fields: { key: string; zh: string; en: string; reportZh: string; reportEn: string; found: string }[]
  statements: { text: string; at: Date }[]
  photos: number
  decision: { outcome: string; refundOrder: boolean; reason: string } | null
  /** Whether he may appeal now: the case was dismissed, and the days for it run. */
  mayAppeal: boolean
}

export async function readBuyerCases(db: Db, { linkToken }: { linkToken: string }): Promise<BuyerCase[]> {
  const order = await db
    .selectFrom('orders')
    .select('id')
    .where('linkTokenHash', '=', hashLinkToken(linkToken))
    .executeTakeFirst()
  if (!order) throw new DomainError('not_found')
  const rows = await db
    .selectFrom('trustCase')
    .selectAll()
    .where('orderId', '=', order.id)
    .where('claimantKind', '=', 'buyer')
    .orderBy('id', 'desc')
    .limit(5)
    .execute()
  return Promise.all(rows.map(async row => toBuyerCase(await readCase(db, row as StoredCase))))
}

/** The buyer's own case by its number; throws `not_found` for any other. */
export async function findBuyerCase(
  db: Db,
  { linkToken, caseNo }: { linkToken: string; caseNo: string },
): Promise<{ caseId: string; orderId: string }> {
  const row = await db
    .selectFrom('trustCase')
    .innerJoin('orders', 'orders.id', 'trustCase.orderId')
    .select(['trustCase.id as caseId', 'orders.id as orderId'])
    .where('orders.linkTokenHash', '=', hashLinkToken(linkToken))
    .where('claimantKind', '=', 'buyer')
    .where('trustCase.no', '=', caseNo)
    .executeTakeFirst()
  if (!row) throw new DomainError('not_found')
  return row
}

function toBuyerCase(found: Awaited<ReturnType<typeof readCase>>): BuyerCase {
  const own = found.evidence.filter(({ side }) => side === 'claimant')
  const decision = found.decisions.findLast(({ state }) => state === 'in_force')
  return {
    caseId: found.id,
    caseNo: found.no,
    state: found.state,
    clauseZh: found.clause.zh.title,
    clauseEn: found.clause.en.title,
    openedAt: found.openedAt,
    answerUntil: found.answerUntil,
    appealUntil: found.appealUntil,
    endedAt: found.endedAt,
    fields: found.comparison.flatMap(field =>
      field.found === null ? [] : [{ ...field, found: field.found }],
    ),
    statements: own
      .filter(({ kind }) => kind === 'statement')
      .map(({ content, createdAt }) => ({ text: (content as { text: string }).text, at: createdAt })),
    photos: own.filter(({ kind }) => kind === 'file').length,
    decision: decision
      ? { outcome: decision.outcome, refundOrder: decision.refundOrder, reason: decision.reason }
      : null,
    mayAppeal: found.state === 'decided' && decision?.outcome === 'dismissed',
  }
}
