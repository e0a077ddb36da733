import type { AgencyFacts } from '@haowu/shared/inspection.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'

export interface AgencyAct {
  /** As the audit log names him: `user:<id>`. */
  actor: string
}

/**
 * Enters an agency whose third-party reports count from now on. Throws `bad_request {field: name, problem: taken}` when one of
 * that name stands there already, however it is spaced.
 */
export async function registerAgency(
  { db }: { db: Db },
  { actor, ...facts }: AgencyFacts & AgencyAct,
): Promise<{ inspectionAgencyId: string }> {
  return db.transaction().execute(async trx => {
    const row = await trx
      .insertInto('inspectionAgency')
      .values(facts)
      .onConflict(conflict => conflict.column('nameKey').doNothing())
      .returning('id')
      .executeTakeFirst()
    if (!row) throw new DomainError('bad_request', { field: 'name', problem: 'taken' })
    await recordAct(trx, {
      actor,
      action: 'agency_registered',
      subjectType: 'inspection_agency',
      subjectId: row.id,
      facts: { validUntil: facts.validUntil, categories: facts.categories.join() },
    })
    return { inspectionAgencyId: row.id }
  })
}

export type AgencyUpdate = Omit<AgencyFacts, 'name'> &
  AgencyAct & { inspectionAgencyId: string; version: number }

/** New numbers, validity or categories; the name stays, because reports are signed with it. Throws `stale_version`, `not_found`. */
export async function updateAgency(
  { db }: { db: Db },
  { actor, inspectionAgencyId, version, ...facts }: AgencyUpdate,
): Promise<{ version: number }> {
  return db.transaction().execute(async trx => {
    const row = await trx
      .updateTable('inspectionAgency')
      .set({ ...facts, version: sql`version + 1`, updatedAt: sql`app_now()` })
      .where('id', '=', inspectionAgencyId)
      .where('version', '=', version)
      .returning('version')
      .executeTakeFirst()
    if (!row) return refuseAgency(trx, inspectionAgencyId)
    await recordAct(trx, {
      actor,
      action: 'agency_updated',
      subjectType: 'inspection_agency',
      subjectId: inspectionAgencyId,
      facts: { validUntil: facts.validUntil, categories: facts.categories.join() },
    })
    return row
  })
}

/** Ends (with a reason) or restores an agency's right to new reports. Reports that stand are revoked one by one. */
export async function setAgencyState(
  { db }: { db: Db },
  { actor, inspectionAgencyId, reason }: AgencyAct & { inspectionAgencyId: string; reason: string | null },
): Promise<void> {
  await db.transaction().execute(async trx => {
    const state = reason === null ? 'active' : 'suspended'
    const { numUpdatedRows } = await trx
      .updateTable('inspectionAgency')
      .set({ state, stateReason: reason, version: sql`version + 1`, updatedAt: sql`app_now()` })
      .where('id', '=', inspectionAgencyId)
      .where('state', '<>', state)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) {
      await requireAgency(trx, inspectionAgencyId)
      return
    }
    await recordAct(trx, {
      actor,
      action: reason === null ? 'agency_restored' : 'agency_suspended',
      subjectType: 'inspection_agency',
      subjectId: inspectionAgencyId,
      facts: reason === null ? {} : { reason },
    })
  })
}

async function refuseAgency(db: Db, inspectionAgencyId: string): Promise<never> {
  await requireAgency(db, inspectionAgencyId)
  throw new DomainError('stale_version')
}

/** Throws `not_found`. */
export async function requireAgency(db: Db, inspectionAgencyId: string): Promise<void> {
  const known = await db
    .selectFrom('inspectionAgency')
    .select('id')
    .where('id', '=', inspectionAgencyId)
    .executeTakeFirst()
  if (!known) throw new DomainError('not_found', { what: 'inspection_agency' })
}
