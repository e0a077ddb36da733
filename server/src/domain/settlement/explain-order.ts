import type { Db } from '#db/database.ts'
import type { Step } from '#domain/commission/split-steps.ts'
import { type Terms, termsSchema } from '#domain/commission/terms.ts'
import { DomainError } from '#domain/domain-error.ts'
import { escrow } from '#domain/ledger/accounts.ts'
import { type PostedLeg, readLegsOfOrder } from '#domain/ledger/read-legs.ts'
import { readRefunds } from './read-refunds.ts'

export interface ExplainedShare {
  role: string
  partyId: string
  partyName: string
  earnedFen: bigint
  clawedFen: bigint
  state: string
  /** The arithmetic in order, each line with what gave its rate. */
  steps: (Step & { source: StepSource | null })[]
  settlementNo: string | null
  settlementBatchId: string | null
}

/** Which promise or rule gave a step its rate: a plan of the supplier, or a dated rule of the platform. */
export type StepSource =
  | { kind: 'plan'; planId: string; version: number; rateBps: number }
  | { kind: 'rule'; code: string; ruleId: string; version: number; rateBps: number }
  | { kind: 'agency'; partyId: string; rateBps: number }

/**
 * Everything about one order's money: what was paid and why so much, how each fen was divided by which rule and rounding,
 * where each share stands, and every leg of the ledger. `escrowFen` is what the legs leave in escrow: zero once it is split
 * or refunded. Throws `not_found`.
 */
export async function explainOrder(db: Db, { orderNo }: { orderNo: string }) {
  const order = await findOrder(db, orderNo)
  if (!order) throw new DomainError('not_found')
  const { terms: frozen, ...facts } = order
  const terms = termsSchema.parse(frozen)
  const [shares, refunds, blocks, legs, parties] = await Promise.all([
    readShares(db, order.orderId),
    readRefunds(db, order.orderId),
    readBlocks(db, order.orderId),
    readLegsOfOrder(db, order.orderId),
    readPartyNames(db, [order.supplierId, order.streamerId]),
  ])
  return {
    ...facts,
    supplierName: parties.get(order.supplierId) ?? '',
    streamerName: parties.get(order.streamerId) ?? '',
    terms,
    /** What keeps it from being settled now, oldest first. */
    blocks,
    refunds,
    baseFen: order.listFen - order.supplierDiscountFen,
    shares: shares.map(share => ({ ...share, steps: explainSteps(share.steps, terms) })),
    sharesFen: shares.reduce((sum, share) => sum + share.earnedFen, 0n),
    legs,
    escrowFen: leftInEscrow(legs),
  }
}

export type ExplainedOrder = Awaited<ReturnType<typeof explainOrder>>

function findOrder(db: Db, orderNo: string) {
  return db
    .selectFrom('orders')
    .innerJoin('item', 'item.id', 'orders.itemId')
    .select([
      'orders.id as orderId',
      'orders.no as orderNo',
      'orders.state',
      'orders.supplierId',
      'streamerId',
    ])
    .select(['item.title as itemTitle', 'listFen', 'supplierDiscountFen', 'platformDiscountFen'])
    .select(['streamerDiscountFen', 'freightFen', 'paidFen', 'terms', 'paidAt', 'splitAt', 'shippedAt'])
    .select(['receivedAt', 'maturesAt', 'settledAt', 'closedAt', 'orders.createdAt'])
    .where('orders.no', '=', orderNo)
    .executeTakeFirst()
}

function readBlocks(db: Db, orderId: string) {
  return db
    .selectFrom('orderBlock')
    .select(['cause', 'refId', 'openedAt'])
    .where('orderId', '=', orderId)
    .where('closedAt', 'is', null)
    .orderBy('openedAt')
    .execute()
}

const ORDER_OF_ROLES = ['supplier', 'streamer', 'agency', 'leader', 'platform']

async function readShares(db: Db, orderId: string) {
  const rows = await db
    .selectFrom('accrual')
    .innerJoin('party', 'party.id', 'accrual.partyId')
    .leftJoin('settlementBatch', 'settlementBatch.id', 'accrual.settlementBatchId')
    .select(['role', 'partyId', 'party.name as partyName', 'earnedFen', 'clawedFen', 'accrual.state'])
    .select(['steps', 'settlementBatch.no as settlementNo', 'settlementBatchId'])
    .where('orderId', '=', orderId)
    .execute()
  return rows.sort((a, b) => ORDER_OF_ROLES.indexOf(a.role) - ORDER_OF_ROLES.indexOf(b.role))
}

async function readPartyNames(db: Db, ids: string[]): Promise<Map<string, string>> {
  const rows = await db.selectFrom('party').select(['id', 'name']).where('id', 'in', ids).execute()
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** The steps were written by our own split, in the transaction that froze them. */
function explainSteps(steps: unknown, terms: Terms): ExplainedShare['steps'] {
  return (steps as Step[]).map(step => ({ ...step, source: sourceOf(step.name, terms) }))
}

function sourceOf(stepName: string, terms: Terms): StepSource | null {
  const plan = { kind: 'plan', planId: terms.planId, version: terms.planVersion } as const
  switch (stepName) {
    case 'commission':
      return terms.priceModel === 'commission' ? { ...plan, rateBps: terms.rateBps } : null
    case 'service':
      return { ...plan, rateBps: terms.serviceRateBps }
    case 'tech':
      return ruleSource('tech_fee', terms.techRateBps, terms)
    case 'platformFee':
      return ruleSource('platform_fee', terms.platformRateBps, terms)
    case 'agency':
      return terms.agencyId === null
        ? null
        : { kind: 'agency', partyId: terms.agencyId, rateBps: terms.agencyRateBps }
    default:
      return null
  }
}

function ruleSource(code: string, rateBps: number, { ruleVersions }: Terms): StepSource | null {
  const rule = ruleVersions[code]
  return rule ? { kind: 'rule', code, ruleId: rule.id, version: rule.version, rateBps } : null
}

function leftInEscrow(legs: PostedLeg[]): bigint {
  return legs.reduce((sum, { debit, credit, amountFen }) => {
    if (credit === escrow()) return sum + amountFen
    return debit === escrow() ? sum - amountFen : sum
  }, 0n)
}
