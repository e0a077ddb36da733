import { randomBytes } from 'node:crypto'
import type { Db } from '#db/database.ts'
import type { Ids, Markers } from './seed-tenant.ts'

/** An application of the supplier with a paper and a sealed number, and the contract he would sign. */
export async function seedApplication(
  db: Db,
  supplier: { partyId: string; memberId: string },
  { supplierPrivate }: Pick<Markers, 'supplierPrivate'>,
): Promise<Ids> {
  const { id: applicationId } = await db
    .insertInto('application')
    .values({
      partyId: supplier.partyId,
      purpose: 'categories',
      form: JSON.stringify({ companyName: supplierPrivate }),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await db
    .insertInto('applicationIdentity')
    .values({ applicationId, sealed: randomBytes(64), masked: supplierPrivate, digest: randomBytes(32) })
    .execute()
  const { id: documentId } = await db
    .insertInto('applicationDocument')
    .values({
      applicationId,
      kind: 'business_licence',
      fileKey: `applications/${applicationId}/none`,
      fileName: supplierPrivate,
      type: 'jpg',
      bytes: 10n,
      sha256: randomBytes(32),
      memberId: supplier.memberId,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const { id: contractId } = await db
    .selectFrom('contract')
    .select('id')
    .where('partyKind', '=', 'supplier')
    .executeTakeFirstOrThrow()
  return { applicationId, documentId, contractId }
}
