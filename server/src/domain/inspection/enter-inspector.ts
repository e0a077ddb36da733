import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { type AgencyAct, requireAgency } from './register-agency.ts'

export interface NewInspector extends AgencyAct {
  inspectionAgencyId: string
  name: string
  certificateNo: string
}

/** Enters an agency's inspector with the number of his certificate; one whom a report has named before gets it added. */
export async function enterInspector(
  { db }: { db: Db },
  { actor, inspectionAgencyId, name, certificateNo }: NewInspector,
): Promise<{ inspectorId: string }> {
  return db.transaction().execute(async trx => {
    await requireAgency(trx, inspectionAgencyId)
    const { rows } = await sql<{ id: string }>`
      INSERT INTO inspector (inspection_agency_id, name, certificate_no)
      VALUES (${inspectionAgencyId}, ${name}, ${certificateNo})
      ON CONFLICT (inspection_agency_id, supplier_id, name) DO UPDATE SET certificate_no = excluded.certificate_no
      RETURNING id
    `.execute(trx)
    const inspectorId = rows[0]?.id ?? ''
    await recordAct(trx, {
      actor,
      action: 'inspector_entered',
      subjectType: 'inspector',
      subjectId: inspectorId,
    })
    return { inspectorId }
  })
}

/** Ends (with a reason) or restores an inspector's right to sign new reports. Throws `not_found`. */
export async function setInspectorState(
  { db }: { db: Db },
  { actor, inspectorId, reason }: AgencyAct & { inspectorId: string; reason: string | null },
): Promise<void> {
  await db.transaction().execute(async trx => {
    const { numUpdatedRows } = await trx
      .updateTable('inspector')
      .set({ state: reason === null ? 'active' : 'suspended', stateReason: reason })
      .where('id', '=', inspectorId)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw new DomainError('not_found', { what: 'inspector' })
    await recordAct(trx, {
      actor,
      action: reason === null ? 'inspector_restored' : 'inspector_suspended',
      subjectType: 'inspector',
      subjectId: inspectorId,
      facts: reason === null ? {} : { reason },
    })
  })
}
