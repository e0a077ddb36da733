import type { AfterSaleKind, AfterSaleState } from '@haowu/shared/after-sales.ts'
import type { Fault } from '@haowu/shared/orders.ts'
import { type Expression, sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import type { NextAfterSaleState } from './after-sale.ts'

export interface LockedAfterSale {
  id: string
  orderId: string
  supplierId: string
  kind: AfterSaleKind
  state: AfterSaleState
  askedFen: bigint
  agreedFen: bigint | null
  goodsKept: boolean
  fault: Exclude<Fault, 'late'>
  ruling: unknown
  ruledBy: string | null
  isDue: boolean
  /** An operator ruled that the goods come back, and whose mistake it was. */
  isRuled: boolean
}

/** Locks the order, then the after-sale, in the order in which everybody does. Throws `not_found`. */
export async function lockAfterSale(
  trx: Transaction<Database>,
  { afterSaleId, supplierId, orderId }: { afterSaleId: string; supplierId?: string; orderId?: string },
): Promise<LockedAfterSale> {
  await trx
    .selectFrom('orders')
    .innerJoin('afterSale', 'afterSale.orderId', 'orders.id')
    .select('orders.id')
    .where('afterSale.id', '=', afterSaleId)
    .forUpdate('orders')
    .execute()
  const found = await trx
    .selectFrom('afterSale')
    .select(['id', 'orderId', 'supplierId', 'kind', 'state', 'askedFen', 'agreedFen', 'goodsKept', 'fault'])
    .select(['ruling', 'ruledBy', sql<boolean>`coalesce(due_at <= app_now(), false)`.as('isDue')])
    .select(
      sql<boolean>`EXISTS (SELECT FROM after_sale_event WHERE after_sale_id = after_sale.id AND side = 'platform'
        AND to_state = 'returning')`.as('isRuled'),
    )
    .where('id', '=', afterSaleId)
    .forUpdate()
    .executeTakeFirst()
  const isTheirs =
    (supplierId === undefined || found?.supplierId === supplierId) &&
    (orderId === undefined || found?.orderId === orderId)
  if (!found || !isTheirs) throw new DomainError('not_found', { what: 'after_sale' })
  return found as LockedAfterSale
}

/** Narrows to a state in which the step is possible. Throws `after_sale_state {state}`. */
export function requireState<State extends AfterSaleState>(
  found: LockedAfterSale,
  states: readonly State[],
): LockedAfterSale & { state: State } {
  if (!(states as readonly AfterSaleState[]).includes(found.state))
    throw new DomainError('after_sale_state', { state: found.state })
  return found as LockedAfterSale & { state: State }
}

export type Side = 'buyer' | 'supplier' | 'platform' | 'clock'

export interface Said {
  side: Side
  actor: string
  words?: string
  photoKeys?: string[]
  facts?: Record<string, string | number | boolean | null>
}

export interface AfterSaleMove<From extends AfterSaleState> {
  to: NextAfterSaleState<From>
  said: Said
  /** Until the clock acts; none when nothing is said. */
  hours?: number
  set?: {
    agreedFen?: bigint
    goodsKept?: boolean
    fault?: LockedAfterSale['fault']
    returnCarrier?: string
    returnTrackingNo?: string
    returnOutcome?: string
    refundId?: string
    ruling?: null
    ruledBy?: null
  }
}

export async function moveAfterSale<From extends AfterSaleState>(
  trx: Transaction<Database>,
  found: LockedAfterSale & { state: From },
  { to, said, hours, set = {} }: AfterSaleMove<From>,
): Promise<void> {
  const ended: Record<string, Expression<Date>> = to === 'closed' || to === 'refunded'
    ? { endedAt: sql<Date>`app_now()` }
    : {}
  await trx
    .updateTable('afterSale')
    .set({ state: to, dueAt: dueIn(hours), ...set, ...ended })
    .where('id', '=', found.id)
    .execute()
  await insertEvent(trx, { afterSaleId: found.id, fromState: found.state, toState: to, said })
}

export function dueIn(hours: number | undefined): Expression<Date | null> {
  return hours === undefined
    ? sql<null>`NULL::timestamptz`
    : sql<Date>`app_now() + ${hours}::int * interval '1 hour'`
}

export async function insertEvent(
  trx: Transaction<Database>,
  event: { afterSaleId: string; fromState: AfterSaleState | null; toState: AfterSaleState; said: Said },
): Promise<void> {
  const { said, ...where } = event
  const { side, actor, words = '', photoKeys = [], facts = {} } = said
  await trx
    .insertInto('afterSaleEvent')
    .values({ ...where, side, actor, words, photoKeys, facts: JSON.stringify(facts) })
    .execute()
}
