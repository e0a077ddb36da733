import type { Fen } from '@haowu/shared/money.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { type Estimate, estimateEarnings } from '#domain/commission/estimate-earnings.ts'
import { type PlazaRow, readPlazaItems } from '#domain/plaza/plaza-row.ts'

export interface Replacement {
  piece: PlazaRow
  earns: Estimate
}

/** On each side of the price. */
const LOOKED_AT = 60
const SHOWN = 6

const isFree = sql<boolean>`(item.state = 'available'
  OR (item.state = 'live_held' AND item.live_hold_until <= app_now()))`

/**
 * Free pieces of the same category at about the same price that earn the streamer at least the rate he had, the nearest in
 * price first, those of the same model before others. Empty for an item that nobody knows.
 */
export async function findReplacements(
  db: Db,
  { streamerId, itemId, rateBps }: { streamerId: string; itemId: string; rateBps: number },
): Promise<Replacement[]> {
  const { rows } = await sql<{ itemId: string; priceFen: Fen }>`
    WITH lost AS (SELECT id, category_code, model, price_fen FROM item WHERE id = ${itemId})
    SELECT near.id AS item_id, near.price_fen
    FROM lost CROSS JOIN LATERAL (
      (SELECT item.id, item.model, item.price_fen FROM plaza_entry AS entry JOIN item ON item.id = entry.item_id
        WHERE entry.category_code = lost.category_code AND entry.price_fen BETWEEN lost.price_fen AND lost.price_fen * 2
          AND item.id <> lost.id AND ${isFree} ORDER BY entry.price_fen, entry.item_id LIMIT ${LOOKED_AT})
      UNION ALL
      (SELECT item.id, item.model, item.price_fen FROM plaza_entry AS entry JOIN item ON item.id = entry.item_id
        WHERE entry.category_code = lost.category_code AND entry.price_fen < lost.price_fen AND entry.price_fen >= lost.price_fen / 2
          AND item.id <> lost.id AND ${isFree} ORDER BY entry.price_fen DESC, entry.item_id DESC LIMIT ${LOOKED_AT})
    ) AS near
    ORDER BY (near.model IS NOT DISTINCT FROM lost.model) DESC, abs(near.price_fen - lost.price_fen), near.id
  `.execute(db)
  const estimates = await estimateEarnings(db, { streamerId, items: rows })
  const chosen = rows.filter(row => (estimates.get(row.itemId)?.rateBps ?? -1) >= rateBps).slice(0, SHOWN * 2)
  const pieces = await readPlazaItems(
    db,
    chosen.map(row => row.itemId),
  )
  return pieces
    .filter(piece => !piece.held)
    .slice(0, SHOWN)
    .flatMap(piece => {
      const earns = estimates.get(piece.itemId)
      return earns ? [{ piece, earns }] : []
    })
}
