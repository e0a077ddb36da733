import type { PlazaFilters, PlazaSort } from '@haowu/shared/plaza.ts'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#db/database.ts'
import {
  isBlocked,
  isChosen,
  isForAnybody,
  isFree,
  isLive,
  meetsConditions,
  seekerOf,
} from '#domain/commission/plan-fit.ts'
import { bestOffered, offeredIf } from './rate-for-anybody.ts'

/** Where what is stored for anybody is not what this streamer gets. */
export interface OwnRates {
  /** True of an `entry` for which the stored rate is his too. */
  others: RawBuilder<boolean>
  /** The entries of the other suppliers, with his rate and commission in place of the stored ones. */
  entries: RawBuilder<unknown>
}

interface Ranked {
  streamerId: string
  filters: PlazaFilters
  sort?: PlazaSort
}

/**
 * Null where no rate is asked about, or all of this streamer's are those of anybody. A supplier who named, approved or barred him,
 * or whose conditions he meets, is looked through piece by piece; all others stay in the order that is stored.
 */
export async function readOwnRates(db: Db, { streamerId, filters, sort }: Ranked): Promise<OwnRates | null> {
  const asked = filters.minRateBps ?? filters.minCommissionFen
  if (asked === undefined && sort !== 'commission' && sort !== 'expected') return null
  const supplierIds = await findSuppliers(db, streamerId)
  if (supplierIds.length === 0) return null
  const own = sql`${supplierIds}::uuid[]`
  const applies = sql`plan.supplier_id = ANY(${own}) AND NOT ${isBlocked(streamerId)}
    AND (${isChosen(streamerId)} OR ${isFree} AND ${meetsConditions})`
  return {
    others: sql<boolean>`entry.supplier_id <> ALL(${own})`,
    entries: sql`
      WITH ${seekerOf(streamerId)}, ${offeredIf(applies)}
      SELECT entry.item_id, entry.supplier_id, entry.category_code, entry.brand, entry.model, entry.grade,
        entry.report_kind, entry.inspected_on, entry.report_expires_at, entry.stock_kind, entry.tier, entry.ship_from,
        entry.price_fen, entry.listed_at, winner.rate_bps, winner.commission_fen, entry.tokens
      FROM plaza_entry AS entry
      CROSS JOIN LATERAL (SELECT entry.item_id AS id, entry.supplier_id, entry.category_code, entry.price_fen) AS item
      ${bestOffered}
      WHERE entry.supplier_id = ANY(${own})`,
  }
}

async function findSuppliers(db: Db, streamerId: string): Promise<string[]> {
  const { rows } = await sql<{ supplierId: string }>`
    WITH ${seekerOf(streamerId)}
    SELECT DISTINCT supplier_id FROM plan
    WHERE NOT ${isForAnybody} AND ${isLive} AND (${isChosen(streamerId)} OR ${isFree} AND ${meetsConditions})
    UNION SELECT supplier_id FROM streamer_block WHERE streamer_id = ${streamerId}
  `.execute(db)
  return rows.map(row => row.supplierId)
}
