import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { findOpenInspection, type InspectedItem, selectInspectedItem } from './inspection-store.ts'
import { readReportRules } from './report-rules.ts'
import { templateFor } from './template.ts'

/** States in which a piece lies with somebody who can look at it. */
export const INSPECTABLE_STATES: ReadonlySet<string> = new Set([
  'draft',
  'available',
  'live_held',
  'withdrawn',
  'quarantined',
  'on_loan',
  'returning',
])

/**
 * Opens the inspection of a piece, or the one that is open already: a piece has one at a time. Inspector, place and tools
 * are those of the last time. Throws `not_found`, and `report_invalid {problem: item_state}` for one that is gone.
 */
export async function startInspection(
  { db }: { db: Db },
  { supplierId, itemId, memberId }: { supplierId: string; itemId: string; memberId: string },
): Promise<{ inspectionId: string }> {
  return db.transaction().execute(async trx => {
    await sql`SELECT FROM item WHERE id = ${itemId} AND supplier_id = ${supplierId} FOR NO KEY UPDATE`.execute(
      trx,
    )
    const item = await selectInspectedItem(trx, { supplierId, itemId })
    if (!item) throw new DomainError('not_found', { what: 'item' })
    const open = await findOpenInspection(trx, itemId)
    if (open) return { inspectionId: open.inspectionId }
    if (item.stockKind !== 'unique' || !INSPECTABLE_STATES.has(item.state))
      throw new DomainError('report_invalid', { problem: 'item_state' })
    return { inspectionId: await openInspection(trx, item, memberId) }
  })
}

async function openInspection(
  trx: Transaction<Database>,
  item: InspectedItem,
  memberId: string,
): Promise<string> {
  const rules = await readReportRules(trx)
  const template = templateFor(item.categoryCode)
  const before = await trx
    .selectFrom('inspection')
    .select(['inspectorName', 'place', 'tools', 'kind', 'inspectionAgencyId'])
    .where('supplierId', '=', item.supplierId)
    .where('templateCode', '=', template.code)
    .where('state', '<>', 'abandoned')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  const mustBeJudged = rules.requiresThirdParty(item.categoryCode, item.priceFen)
  const { id } = await trx
    .insertInto('inspection')
    .values({
      itemId: item.itemId,
      supplierId: item.supplierId,
      templateCode: template.code,
      templateVersion: template.version,
      inspectedOn: rules.today,
      createdBy: memberId,
      ...(before && { ...before }),
      kind: mustBeJudged ? 'third_party' : (before?.kind ?? 'streamer'),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}
