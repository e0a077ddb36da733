import { randomUUID } from 'node:crypto'
import type { Db } from '#db/database.ts'
import type { Ids, Markers } from './seed-tenant.ts'

/** What a buyer asks for, with a photo, what a refund left a supplier owing, and what he objects to; named as nobody else may read. */
export async function seedAfterSale(db: Db, ids: Ids, markers: Markers): Promise<Ids> {
  const { orderId = '', supplierId = '' } = ids
  const { id: afterSaleId } = await db
    .insertInto('afterSale')
    .values({
      no: `as-${markers.supplierPrivate}`,
      orderId,
      supplierId,
      kind: 'return',
      reason: 'defect',
      askedFen: 1n,
      goodsKept: false,
      fault: 'supplier',
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await db
    .insertInto('afterSaleEvent')
    .values({
      afterSaleId,
      side: 'buyer',
      actor: 'buyer',
      toState: 'requested',
      words: markers.supplierPrivate,
      photoKeys: [`${'a'.repeat(64)}.jpg`],
    })
    .execute()
  const { id: receivableId } = await db
    .insertInto('receivable')
    .values({ partyId: supplierId, cause: 'refund', refId: randomUUID(), amountFen: 1n, drawAt: new Date() })
    .returning('id')
    .executeTakeFirstOrThrow()
  const { id: writeOffId } = await db
    .insertInto('writeOff')
    .values({ receivableId, amountFen: 1n, reason: markers.supplierPrivate, makerId: randomUUID() })
    .returning('id')
    .executeTakeFirstOrThrow()
  const { id: objectionId } = await db
    .insertInto('objection')
    .values({
      no: `yy-${markers.supplierPrivate}`,
      partyId: supplierId,
      line: `share:${orderId}:supplier`,
      facts: JSON.stringify({ subject: markers.supplierPrivate }),
      words: markers.supplierPrivate,
      openedBy: randomUUID(),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const { id: adjustmentId } = await db
    .insertInto('adjustment')
    .values({
      no: `tz-${markers.supplierPrivate}`,
      reason: 'other',
      note: markers.supplierPrivate,
      evidenceKey: `${'a'.repeat(64)}.pdf`,
      amountFen: 1n,
      contentHash: Buffer.alloc(32),
      makerId: randomUUID(),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { afterSaleId, receivableId, writeOffId, objectionId, adjustmentId }
}
