import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { appendLink } from './append-link.ts'

export interface MoveCustody {
  supplierId: string
  memberId: string
  itemId: string
  to: 'at_inspector' | 'at_supplier'
  note?: string | undefined
}

/**
 * The supplier gives a piece to an inspector, or has it back. Where it is already changes nothing. Throws `not_found`, and
 * `item_unavailable` for a piece that is not the supplier's to move now: on loan, sold, lost.
 */
export async function moveCustody(deps: { db: Db }, move: MoveCustody): Promise<{ repeated: boolean }> {
  const { supplierId, memberId, itemId, to, note } = move
  return deps.db.transaction().execute(async trx => {
    const { rows } = await sql<{ state: string; place: string | null; links: number }>`
      SELECT state, (SELECT place FROM custody_link WHERE item_id = item.id ORDER BY seq DESC LIMIT 1) AS place,
        (SELECT count(*)::int FROM custody_link WHERE item_id = item.id) AS links
      FROM item WHERE id = ${itemId} AND supplier_id = ${supplierId} FOR NO KEY UPDATE
    `.execute(trx)
    const [item] = rows
    if (!item) throw new DomainError('not_found', { what: 'item' })
    if (AWAY.has(item.state)) throw new DomainError('item_unavailable', { itemId, state: item.state })
    if ((item.place ?? 'at_supplier') === to) return { repeated: true }
    const key = `item:${itemId}:${to}:${item.links + 1}`
    await appendLink(trx, { itemId, place: to, holderId: supplierId, note, actor: `member:${memberId}`, key })
    return { repeated: false }
  })
}

const AWAY: ReadonlySet<string> = new Set(['on_loan', 'sold', 'external_sold', 'lost'])
