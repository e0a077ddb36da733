import { randomBytes, randomUUID } from 'node:crypto'
import type { Db } from '#db/database.ts'
import type { Markers } from './seed-tenant.ts'

/** A file of the tenant's supplier with a row that needs mending. */
export async function seedImport(db: Db, supplierId: string, markers: Markers): Promise<string> {
  const importId = randomUUID()
  await db
    .insertInto('itemImport')
    .values({
      id: importId,
      supplierId,
      state: 'previewed',
      fileName: `${markers.supplierPrivate}.csv`,
      fileKey: importId,
      bytes: 1n,
      sha256: randomBytes(32),
      createdBy: randomUUID(),
    })
    .execute()
  await db
    .insertInto('importError')
    .values({
      importId,
      line: 2,
      columnName: 'price',
      code: 'bad_price',
      severity: 'error',
      value: markers.supplierPrivate,
    })
    .execute()
  return importId
}
