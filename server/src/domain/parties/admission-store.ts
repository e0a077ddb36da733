import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'

export interface Admission {
  partyId: string
  /** Absent: every category there is. */
  categories?: readonly string[] | undefined
  /** Absent where the platform admitted it by itself. */
  applicationId?: string | undefined
}

/** Admits a party; an admission that was taken back is given again. */
export async function upsertAdmissions(
  trx: Transaction<Database>,
  { partyId, categories, applicationId }: Admission,
): Promise<void> {
  await sql`
    INSERT INTO category_admission (party_id, category_code, application_id)
    SELECT ${partyId}::uuid, code, ${applicationId ?? null}::uuid FROM category
    WHERE ${categories ?? null}::text[] IS NULL OR code = ANY(${categories ?? null}::text[])
    ON CONFLICT (party_id, category_code) DO UPDATE
      SET state = 'admitted', application_id = excluded.application_id, since = app_now(),
        revoked_at = NULL, revoked_reason = NULL, revoked_by = NULL
      WHERE category_admission.state <> 'admitted'
  `.execute(trx)
}

/** Signs every version there is for its kind, as a party does that the platform itself takes in. */
export async function signContracts(trx: Transaction<Database>, partyId: string): Promise<void> {
  await sql`
    INSERT INTO contract_acceptance (party_id, contract_id)
    SELECT party.id, contract.id FROM party JOIN contract ON contract.party_kind = party.kind
    WHERE party.id = ${partyId} ON CONFLICT DO NOTHING
  `.execute(trx)
}
