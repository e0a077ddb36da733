import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { ratesUnder, SPLIT_RULES, type SplitRule, type SplitRules } from '#domain/commission/rates-under.ts'
import { type Share, splitOrder } from '#domain/commission/split-order.ts'
import { type Terms, termsSchema } from '#domain/commission/terms.ts'
import { readPlatformId } from '#domain/parties/read-platform.ts'
import { readScopes, ruleOf } from '#domain/rules/read-scopes.ts'
import { EVERYWHERE, RULES } from '#domain/rules/rule.ts'
import { createTally, type GroupSums, type PartySums, type RoleSums } from './what-if-tally.ts'

export interface DraftRule {
  code: SplitRule
  /** `*`, or for the agency's part the id of an agency. */
  scope: string
  rateBps: number
}

export interface DraftUse {
  code: SplitRule
  scope: string
  /** Orders whose split it would decide. */
  orders: number
  /** Orders it would be for, were there no rule of a narrower scope. */
  shadowed: number
}

export interface WhatIf {
  month: string
  orders: number
  /** Orders that could not be divided under the draft: fees beyond what is left of the price. They are in no sum. */
  impossible: number
  /** There are more than were looked at. */
  isCut: boolean
  roles: RoleSums[]
  parties: PartySums[]
  plans: GroupSums[]
  categories: GroupSums[]
  drafts: DraftUse[]
}

const PAGE = 1_000
const MOST_ORDERS = 60_000

/**
 * How the orders that were paid in a month would be divided by a set of draft rules, beside how they would be by the rules in force now: by the
 * same arithmetic that divides them, to the fen. What some gain others lose, so every sum of differences is zero. Writes nothing.
 */
export async function whatIf(
  db: Db,
  { drafts, month }: { drafts: readonly DraftRule[]; month: string },
): Promise<WhatIf> {
  const [inForce, platformId] = await Promise.all([readScopes(db, SPLIT_RULES), readPlatformId(db)])
  const drafted = withDrafts(inForce, drafts)
  const tally = createTally()
  const uses = drafts.map(({ code, scope }) => ({ code, scope, orders: 0, shadowed: 0 }))
  let [orders, impossible] = [0, 0]
  let after: string | null = null
  for (;;) {
    const page = await readOrders(db, { month, after })
    for (const order of page) {
      const terms = termsSchema.parse(order.terms)
      const shares = divideBoth(order, [ratesUnder(terms, inForce), ratesUnder(terms, drafted)])
      if (shares === null) impossible++
      else tally.add({ ...order, terms, platformId, before: shares[0], after: shares[1] })
      for (const use of uses) countUse(use, { terms, rules: drafted })
    }
    orders += page.length
    after = page.at(-1)?.id ?? null
    if (page.length < PAGE || orders >= MOST_ORDERS) {
      const isCut = page.length === PAGE
      return { month, orders, impossible, isCut, ...(await tally.sums(db)), drafts: uses }
    }
  }
}

function withDrafts(inForce: SplitRules, drafts: readonly DraftRule[]): SplitRules {
  const changed = {
    platform_fee: new Map(inForce.platform_fee),
    tech_fee: new Map(inForce.tech_fee),
    agency_rate: new Map(inForce.agency_rate),
  }
  for (const { code, scope, rateBps } of drafts) {
    const rule = { id: '', code, scope, version: 0, value: RULES[code].parse({ rateBps }) }
    ;(changed[code] as Map<string, unknown>).set(scope, rule)
  }
  return changed
}

interface PaidOrder {
  id: string
  supplierId: string
  streamerId: string
  categoryCode: string
  listFen: bigint
  supplierDiscountFen: bigint
  platformDiscountFen: bigint
  streamerDiscountFen: bigint
  freightFen: bigint
  terms: unknown
}

async function readOrders(
  db: Db,
  { month, after }: { month: string; after: string | null },
): Promise<PaidOrder[]> {
  const { rows } = await sql<PaidOrder>`
    SELECT orders.id, orders.supplier_id, streamer_id, category_code, list_fen, supplier_discount_fen, platform_discount_fen,
      streamer_discount_fen, freight_fen, terms
    FROM orders JOIN item ON item.id = item_id
    WHERE paid_at >= (${`${month}-01`}::date)::timestamp AT TIME ZONE 'Asia/Shanghai'
      AND paid_at < (${`${month}-01`}::date + interval '1 month') AT TIME ZONE 'Asia/Shanghai'
      AND orders.state NOT IN ('refunding', 'refunded')
      AND (${after}::uuid IS NULL OR orders.id > ${after}::uuid)
    ORDER BY orders.id LIMIT ${PAGE}
  `.execute(db)
  return rows
}

/** Both divisions of one order; null when one of them is not possible, so that neither counts. */
function divideBoth(
  order: PaidOrder,
  rates: readonly [ReturnType<typeof ratesUnder>, ReturnType<typeof ratesUnder>],
): readonly [Share[], Share[]] | null {
  const { listFen, freightFen } = order
  const discounts = {
    supplierFen: order.supplierDiscountFen,
    platformFen: order.platformDiscountFen,
    streamerFen: order.streamerDiscountFen,
  }
  try {
    const [before, after] = rates
    return [
      splitOrder({ listFen, discounts, freightFen, terms: before }).shares,
      splitOrder({ listFen, discounts, freightFen, terms: after }).shares,
    ]
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

/** Whether a draft decides this order, or would but for a rule of a narrower scope. */
function countUse(use: DraftUse, { terms, rules }: { terms: Terms; rules: SplitRules }): void {
  const asked = use.code === 'agency_rate' ? terms.agencyId : EVERYWHERE
  if (asked === null) return
  if (ruleOf(rules[use.code], asked).scope === use.scope) use.orders++
  else if (use.scope === EVERYWHERE) use.shadowed++
}
