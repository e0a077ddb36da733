import type { ApplicantKind } from '@haowu/shared/onboarding.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import type { ContractClause } from './contract-store.ts'

export interface ListedContract {
  contractId: string
  kind: ApplicantKind
  version: number
  clauses: ContractClause[]
  publishedAt: Date
  effectiveFrom: Date
  standing: 'in_force' | 'coming' | 'past'
  /** Trading parties of its kind, and those of them who signed this version or a later one. */
  bound: number
  signed: number
}

/** Every version of every kind's contract, newest first, with how many of those it binds have signed; some tens of rows. */
export async function listContracts(db: Db): Promise<ListedContract[]> {
  const { rows } = await sql<ListedContract>`
    WITH bound AS (
      SELECT party.id, party.kind, max(contract.version) AS signed
      FROM party
      LEFT JOIN contract_acceptance ON contract_acceptance.party_id = party.id
      LEFT JOIN contract ON contract.id = contract_id
      WHERE party.state IN ('active', 'restricted')
      GROUP BY party.id
    )
    SELECT contract.id AS contract_id, party_kind AS kind, version, clauses, published_at, effective_from,
      CASE WHEN effective_from > app_now() THEN 'coming'
        WHEN version = max(version) FILTER (WHERE effective_from <= app_now()) OVER (PARTITION BY party_kind) THEN 'in_force'
        ELSE 'past' END AS standing,
      (SELECT count(*)::int FROM bound WHERE bound.kind = party_kind) AS bound,
      (SELECT count(*)::int FROM bound WHERE bound.kind = party_kind AND signed >= version) AS signed
    FROM contract
    ORDER BY array_position(ARRAY['supplier', 'streamer', 'agency'], party_kind), version DESC
    LIMIT 200
  `.execute(db)
  return rows
}
