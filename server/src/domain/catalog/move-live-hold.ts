import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'

/** Gives pieces that these holds have another end; what is no longer held by them stays as it is. */
export async function moveLiveHolds(
  trx: Transaction<Database>,
  { holds, until }: { holds: { itemId: string; holdId: string }[]; until: Date },
): Promise<void> {
  await sql`
    UPDATE item SET live_hold_until = ${until}, updated_at = app_now()
    FROM unnest(${holds.map(hold => hold.itemId)}::uuid[], ${holds.map(hold => hold.holdId)}::uuid[]) AS held(item_id, hold_id)
    WHERE item.id = held.item_id AND item.live_hold_id = held.hold_id
  `.execute(trx)
}
