import { least } from '@haowu/shared/money.ts'
import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'

export interface OpenReserve {
  id: string
  partyId: string
  leftFen: bigint
}

/** What is kept back of these parties, locked, the first to be released first. */
export async function lockReserves(trx: Transaction<Database>, partyIds: string[]): Promise<OpenReserve[]> {
  if (partyIds.length === 0) return []
  return trx
    .selectFrom('reserve')
    .select(['id', 'partyId', sql<bigint>`amount_fen - drawn_fen`.as('leftFen')])
    .where('partyId', '=', sql<string>`ANY(${partyIds}::uuid[])`)
    .where('releasedAt', 'is', null)
    .orderBy('partyId')
    .orderBy('until')
    .orderBy('id')
    .forUpdate()
    .execute()
}

/** Takes an amount from reserves of one party that are locked, in their order. */
export async function storeDrawn(
  trx: Transaction<Database>,
  reserves: OpenReserve[],
  amountFen: bigint,
): Promise<void> {
  let left = amountFen
  for (const reserve of reserves) {
    if (left === 0n) return
    const drawnFen = least(left, reserve.leftFen)
    await trx
      .updateTable('reserve')
      .set({ drawnFen: sql`drawn_fen + ${drawnFen}` })
      .where('id', '=', reserve.id)
      .execute()
    left -= drawnFen
  }
  if (left !== 0n) throw new Error(`${left} fen more were drawn than are kept back`)
}
