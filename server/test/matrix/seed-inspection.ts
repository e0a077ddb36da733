import { randomUUID } from 'node:crypto'
import type { Db } from '#db/database.ts'
import type { Ids } from './seed-tenant.ts'

/** An inspection on the supplier's table, with a photo; an agency with its inspector, and a report drawn for a second look. */
export async function seedInspection(
  db: Db,
  { supplierId = '', itemId = '', reportId = '' }: Ids,
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
  return {
    inspectionId,
    mediaId,
    saveKey: randomUUID(),
    ...(await seedSecondLook(db, { supplierId, itemId, reportId })),
  }
}

async function seedSecondLook(
  db: Db,
  report: { supplierId: string; itemId: string; reportId: string },
): Promise<Ids> {
  const { id: inspectionAgencyId } = await db
    .insertInto('inspectionAgency')
    .values({
      name: `agency ${randomUUID()}`,
      licenceNo: '91310000000000000X',
      cnasNo: 'L0001',
      validUntil: '2099-12-31',
      categories: ['phone'],
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const { id: inspectorId } = await db
    .insertInto('inspector')
    .values({ inspectionAgencyId, name: 'inspector' })
    .returning('id')
    .executeTakeFirstOrThrow()
  await db
    .insertInto('reinspectionDraw')
    .values({ day: '2026-11-01', seedHash: 'aa', rateBps: 200, reports: 1, picked: 1 })
    .onConflict(conflict => conflict.column('day').doNothing())
    .execute()
  const { id: reinspectionId } = await db
    .insertInto('reinspection')
    .values({ ...report, inspectionAgencyId, inspectorId, drawnFor: '2026-11-01' })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { inspectionAgencyId, inspectorId, reinspectionId }
}
