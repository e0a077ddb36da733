import type { RestrictionKind } from '@haowu/shared/restrictions.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { liftRestrictions, restrictParty } from '#domain/parties/restrict-party.ts'

const MOST = 500

/** Lifts what decisions restricted once its days are over; what has days left stays. Returns how many ended. */
export async function liftCaseRestrictions({ db }: { db: Db }): Promise<number> {
  return db.transaction().execute(async trx => {
    const { rows } = await sql<{ caseId: string; partyId: string }>`
      UPDATE case_restriction SET lifted_at = app_now()
      WHERE id IN (
        SELECT id FROM case_restriction WHERE lifted_at IS NULL AND until <= app_now()
        ORDER BY until LIMIT ${MOST} FOR UPDATE SKIP LOCKED)
      RETURNING case_id, party_id
    `.execute(trx)
    const cases = new Map(rows.map(row => [row.caseId, row.partyId]))
    for (const [caseId, partyId] of cases) await keepTheRest(trx, { caseId, partyId })
    return rows.length
  })
}

async function keepTheRest(
  trx: Transaction<Database>,
  { caseId, partyId }: { caseId: string; partyId: string },
): Promise<void> {
  const restricting = { partyId, cause: 'case', refId: caseId } as const
  await liftRestrictions(trx, restricting)
  const rest = await trx
    .selectFrom('caseRestriction')
    .select('kind')
    .where('caseId', '=', caseId)
    .where('liftedAt', 'is', null)
    .execute()
  await restrictParty(trx, { ...restricting, kinds: rest.map(({ kind }) => kind as RestrictionKind) })
}
