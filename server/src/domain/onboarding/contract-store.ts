import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'

export interface ContractClause {
  zh: string
  en: string
}

export interface ContractRow {
  id: string
  version: number
  clauses: ContractClause[]
  effectiveFrom: Date
  acceptedAt: Date | null
}

/** The versions that a party's kind may sign now or must soon, newest first, with when this party signed each. */
export async function selectContracts(db: Db, partyId: string): Promise<ContractRow[]> {
  const { rows } = await sql<ContractRow>`
    SELECT contract.id, contract.version, contract.clauses, contract.effective_from,
      acceptance.accepted_at
    FROM party JOIN contract ON contract.party_kind = party.kind
    LEFT JOIN contract_acceptance AS acceptance
      ON acceptance.contract_id = contract.id AND acceptance.party_id = party.id
    WHERE party.id = ${partyId} ORDER BY contract.version DESC LIMIT 20
  `.execute(db)
  return rows
}

/** False when the contract is not one of the party's kind. */
export async function insertAcceptance(
  trx: Transaction<Database>,
  { partyId, contractId, memberId }: { partyId: string; contractId: string; memberId: string },
): Promise<boolean> {
  const { rows } = await sql<{ isItsKind: boolean }>`
    WITH signed AS (
      INSERT INTO contract_acceptance (party_id, contract_id, member_id)
      SELECT party.id, contract.id, ${memberId}::uuid
      FROM party JOIN contract ON contract.party_kind = party.kind
      WHERE party.id = ${partyId} AND contract.id = ${contractId}
      ON CONFLICT DO NOTHING
    )
    SELECT EXISTS (SELECT FROM party JOIN contract ON contract.party_kind = party.kind
      WHERE party.id = ${partyId} AND contract.id = ${contractId}) AS is_its_kind
  `.execute(trx)
  return rows[0]?.isItsKind ?? false
}
