import type { PlanKind, PriceModel } from '@haowu/shared/plan-states.ts'
import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'

export interface NewPlan {
  supplierId: string
  kind: PlanKind
  name: string
  categoryCode: string | null
  itemIds: string[]
  streamerIds: string[]
  priceModel: PriceModel
  markupBps: number | null
  floorBps: number | null
  ceilingBps: number | null
  needsApproval: boolean
  minTier: string | null
  minOrders: number | null
  minGmvFen: bigint | null
  minScore: number | null
  endsOn: string | null
}

export async function insertPlan(trx: Transaction<Database>, plan: NewPlan): Promise<string> {
  const { itemIds, streamerIds, endsOn, ...row } = plan
  const endsAt =
    endsOn === null ? null : sql<Date>`(${endsOn}::date + 1)::timestamp AT TIME ZONE interval '8 hours'`
  const { id: planId } = await trx
    .insertInto('plan')
    .values({ ...row, endsAt, plannedEnd: endsAt, namedItems: itemIds.length > 0 })
    .returning('id')
    .executeTakeFirstOrThrow()
  if (streamerIds.length > 0) {
    await trx
      .insertInto('planStreamer')
      .values(streamerIds.map(streamerId => ({ planId, streamerId })))
      .execute()
  }
  if (itemIds.length > 0) {
    await trx
      .insertInto('planItem')
      .values(itemIds.map(itemId => ({ planId, itemId })))
      .execute()
  }
  return planId
}

/** Whether the day is today or later, as the plan's last one. */
export async function isDayAhead(trx: Transaction<Database>, day: string): Promise<boolean> {
  const { rows } = await sql<{
    ahead: boolean
  }>`SELECT ${day}::date >= business_day(app_now()) AS ahead`.execute(trx)
  return rows[0]?.ahead === true
}

export async function countOwnItems(
  trx: Transaction<Database>,
  { supplierId, itemIds }: { supplierId: string; itemIds: string[] },
): Promise<number> {
  const { count } = await trx
    .selectFrom('item')
    .select(eb => eb.fn.countAll<bigint>().as('count'))
    .where('supplierId', '=', supplierId)
    .where('id', 'in', itemIds)
    .executeTakeFirstOrThrow()
  return Number(count)
}

export async function countStreamers(trx: Transaction<Database>, ids: string[]): Promise<number> {
  const { count } = await trx
    .selectFrom('party')
    .select(eb => eb.fn.countAll<bigint>().as('count'))
    .where('kind', '=', 'streamer')
    .where('id', 'in', ids)
    .executeTakeFirstOrThrow()
  return Number(count)
}

export async function categoryExists(trx: Transaction<Database>, code: string): Promise<boolean> {
  const row = await trx.selectFrom('category').select('code').where('code', '=', code).executeTakeFirst()
  return row !== undefined
}
