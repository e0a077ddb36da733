import type { Db } from '#db/database.ts'
import type { Ids } from './seed-tenant.ts'

/** An inspection on the supplier's table, with a photo. */
export async function seedInspection(
  db: Db,
  { supplierId = '', itemId = '' }: Ids,
  markers: { supplierPrivate: string },
): Promise<Ids> {
  const { id: inspectionId } = await db
    .insertInto('inspection')
    .values({
      itemId,
      supplierId,
      inspectedOn: new Date().toISOString().slice(0, 10),
      templateCode: 'phone',
      templateVersion: 1,
      place: markers.supplierPrivate,
      createdBy: supplierId,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const { id: mediaId } = await db
    .insertInto('reportMedia')
    .values({
      inspectionId,
      role: 'photo',
      shows: 'front',
      sha256: 'ab'.repeat(32),
      kind: 'jpg',
      bytes: 10n,
      fileName: markers.supplierPrivate,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { inspectionId, mediaId }
}
