import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import { ruleInForce } from '#domain/rules/rule-in-force.ts'

const HOURS_FOR_ALL = sql`(${ruleInForce('ship_deadline')}->>'hours')::int`

/** Hours from payment until the supplier hands the parcel over: what he promised by that moment, and never more than the rule for all. */
export const shipHours = (supplierId: RawBuilder<unknown>, at: RawBuilder<unknown>) => sql<number>`least(
  ${HOURS_FOR_ALL},
  -- Most promise nothing, and of thousands of parcels only the others are worth a look each.
  CASE WHEN ${supplierId} IN (SELECT supplier_id FROM ship_promise) THEN (
    SELECT hours FROM ship_promise WHERE ship_promise.supplier_id = ${supplierId} AND since <= ${at}
    ORDER BY since DESC, ship_promise.id DESC LIMIT 1) END)`

/** Suppliers with what each promises now, as rows of `supplier_id` and `hours`; who promises nothing is not among them. */
export const shipPromises = sql`(
  SELECT supplier_id, hours FROM (
    SELECT DISTINCT ON (supplier_id) supplier_id, hours FROM ship_promise WHERE since <= app_now()
    ORDER BY supplier_id, since DESC, id DESC) AS newest
  WHERE hours IS NOT NULL)`

/** True when whoever this is ships within so many hours. */
export const shipsWithin = (supplierId: RawBuilder<unknown>, hours: number) => sql<boolean>`(
  ${HOURS_FOR_ALL} <= ${hours}::int
  OR ${supplierId} IN (SELECT supplier_id FROM ${shipPromises} AS promise WHERE promise.hours <= ${hours}::int))`

interface ShipPromise {
  /** Null where nothing is promised beyond the rule for all. */
  hours: number | null
  /** The rule for all. */
  ruleHours: number
}

export async function readShipPromise(db: Db, { supplierId }: { supplierId: string }): Promise<ShipPromise> {
  const { value } = await readRule(db, 'ship_deadline')
  const { rows } = await sql<{ hours: number }>`
    SELECT hours FROM ${shipPromises} AS promise WHERE supplier_id = ${supplierId}
  `.execute(db)
  return { hours: rows[0]?.hours ?? null, ruleHours: value.hours }
}

/**
 * From now on the supplier's parcels leave within so many hours of payment, or by the rule for all when he promises nothing. What
 * was paid before is held to what was promised then. The same again changes nothing.
 * Throws `bad_request` for hours that are not sooner than the rule.
 */
export async function promiseShipping(
  deps: { db: Db },
  { supplierId, hours }: { supplierId: string; hours: number | null },
): Promise<void> {
  await deps.db.transaction().execute(async trx => {
    const { hours: before, ruleHours } = await readShipPromise(trx, { supplierId })
    if (hours !== null && hours >= ruleHours) {
      throw new DomainError('bad_request', { field: 'hours', most: ruleHours - 1 })
    }
    if (hours === before) return
    await sql`INSERT INTO ship_promise (supplier_id, hours) VALUES (${supplierId}, ${hours})`.execute(trx)
  })
}
