import type { ApplicantKind } from '@haowu/shared/onboarding.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { tellParty } from '#domain/notices/tell-party.ts'
import { refuseShortNotice } from '#domain/rules/refuse-short-notice.ts'
import type { ContractClause } from './contract-store.ts'

export interface NewContract {
  kind: ApplicantKind
  clauses: ContractClause[]
  effectiveFrom: Date
  memberId: string
}

/**
 * Publishes the next version of a contract and tells every party it binds. A contract is an important rule: it takes effect
 * after the long notice of `rule_notice`, else `rule_notice_too_short` with `days` and `earliestAt`.
 */
export async function publishContract(
  deps: { db: Db },
  { kind, clauses, effectiveFrom, memberId }: NewContract,
): Promise<{ contractId: string; version: number }> {
  return deps.db.transaction().execute(async trx => {
    await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`contract ${kind}`}, 0))`.execute(trx)
    await refuseShortNotice(trx, { importance: 'important', effectiveFrom })
    const { rows } = await sql<{ contractId: string; version: number }>`
      INSERT INTO contract (party_kind, version, clauses, effective_from)
      SELECT ${kind}, coalesce(max(version), 0) + 1, ${JSON.stringify(clauses)}::jsonb, ${effectiveFrom}
      FROM contract WHERE party_kind = ${kind}
      RETURNING id AS contract_id, version
    `.execute(trx)
    const [published] = rows
    if (!published) throw new Error('the contract was not written')
    await recordAct(trx, {
      actor: `member:${memberId}`,
      action: 'contract_published',
      subjectType: 'contract',
      subjectId: published.contractId,
      facts: { kind, version: published.version, effectiveFrom: effectiveFrom.toISOString() },
    })
    await tellBound(trx, { ...published, kind, effectiveFrom })
    return published
  })
}

async function tellBound(
  trx: Transaction<Database>,
  contract: { contractId: string; version: number; kind: ApplicantKind; effectiveFrom: Date },
): Promise<void> {
  const parties = await trx
    .selectFrom('party')
    .select('id')
    .where('kind', '=', contract.kind)
    .where('state', '<>', 'closed')
    .execute()
  for (const { id: partyId } of parties) {
    await tellParty(trx, {
      partyId,
      kind: 'contract_published',
      key: `contract:${contract.contractId}:${partyId}`,
      refId: contract.contractId,
      facts: { version: contract.version, effectiveFrom: contract.effectiveFrom.toISOString() },
    })
  }
}
