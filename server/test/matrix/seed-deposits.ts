import { randomUUID } from 'node:crypto'
import type { Db } from '#db/database.ts'

/** What a party is told about its deposit, and the deposit's own rows, as nobody else may read them. */
export async function seedDeposits(
  db: Db,
  { partyId }: { partyId: string },
  markers: { supplierPrivate: string },
): Promise<{ noticeId: string }> {
  const { id: noticeId } = await db
    .insertInto('notice')
    .values({
      partyId,
      kind: 'deposit_short',
      key: randomUUID(),
      facts: JSON.stringify({ note: markers.supplierPrivate }),
      refType: 'deposit',
      refId: randomUUID(),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { noticeId }
}
