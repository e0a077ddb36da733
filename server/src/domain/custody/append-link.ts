import type { CustodyPlace } from '@haowu/shared/custody.ts'
import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'

export interface CustodyLink {
  itemId: string
  place: CustodyPlace
  /** Who has it, or to whom it travels. */
  holderId: string
  actor: string
  /** Names the fact; the same key is linked once. */
  key: string
  loanId?: string
  carrier?: string | undefined
  trackingNo?: string | undefined
  photos?: string[]
  note?: string | undefined
}

/** Appends to the chain of where a piece is, in the transaction that moves it; links of one piece take turns at its row. */
export async function appendLink(trx: Transaction<Database>, link: CustodyLink): Promise<void> {
  const { itemId, place, holderId, actor, key, loanId, carrier, trackingNo, photos = [], note = '' } = link
  await trx.selectFrom('item').select('id').where('id', '=', itemId).forNoKeyUpdate().execute()
  await sql`
    INSERT INTO custody_link (item_id, seq, place, holder_id, loan_id, carrier, tracking_no, photos, note, actor, key)
    SELECT ${itemId}, coalesce(max(seq), 0) + 1, ${place}, ${holderId}::uuid, ${loanId ?? null}::uuid, ${carrier ?? null},
      ${trackingNo ?? null}, ${JSON.stringify(photos)}::jsonb, ${note}, ${actor}, ${key}
    FROM custody_link WHERE item_id = ${itemId}
    ON CONFLICT (key) DO NOTHING
  `.execute(trx)
}
