import { randomBytes, randomUUID } from 'node:crypto'
import type { Db } from '#db/database.ts'
import type { Ids, Markers } from './seed-tenant.ts'

/** A bank's table that nobody has said the columns of yet. It is the platform's, and no party may see a word of it. */
export async function seedStatements(db: Db, markers: Markers): Promise<Ids> {
  const { id: fileId } = await db
    .insertInto('statementFile')
    .values({
      kind: 'bank',
      format: 'bank_table',
      sha256: randomBytes(32),
      fileKey: `statements/${randomUUID()}`,
      fileName: markers.supplierPrivate,
      state: 'asking',
      loadedBy: 'test',
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { fileId }
}
