import { randomBytes } from 'node:crypto'
import type { Db } from '#db/database.ts'

/** What a supplier has lying about beside goods: an upload, an archive, a saved view, a key and a feed, named as nobody else may read. */
export async function seedDesk(
  db: Db,
  supplier: { partyId: string; memberId: string },
  markers: { supplierPrivate: string },
): Promise<{ uploadId: string; batchId: string; viewId: string; keyId: string; feedId: string }> {
  const { id: uploadId } = await db
    .insertInto('upload')
    .values({
      supplierId: supplier.partyId,
      memberId: supplier.memberId,
      fileName: markers.supplierPrivate,
      bytes: 10n,
      partBytes: 10n,
      mode: 'delta',
      source: 'upload',
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const { id: batchId } = await db
    .insertInto('mediaBatch')
    .values({
      supplierId: supplier.partyId,
      memberId: supplier.memberId,
      fileName: markers.supplierPrivate,
      fileKey: 'archives/none',
      bytes: 10n,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const { id: viewId } = await db
    .insertInto('savedView')
    .values({
      memberId: supplier.memberId,
      screen: 'items',
      name: markers.supplierPrivate.slice(0, 40),
      search: '{}',
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const { id: keyId } = await db
    .insertInto('apiKey')
    .values({
      supplierId: supplier.partyId,
      memberId: supplier.memberId,
      name: markers.supplierPrivate.slice(0, 40),
      prefix: randomBytes(4).toString('hex'),
      keyHash: randomBytes(32),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const { id: feedId } = await db
    .insertInto('feedSource')
    .values({
      supplierId: supplier.partyId,
      memberId: supplier.memberId,
      name: markers.supplierPrivate.slice(0, 40),
      kind: 'json',
      config: JSON.stringify({
        url: 'https://erp.example',
        itemsPath: '@',
        fields: { sku: { path: 'sku' } },
      }),
      mode: 'delta',
      everyMinutes: 5,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { uploadId, batchId, viewId, keyId, feedId }
}
