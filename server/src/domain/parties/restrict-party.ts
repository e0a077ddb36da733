import type { RestrictionCause, RestrictionKind } from '@haowu/shared/restrictions.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'

export interface Restricting {
  partyId: string
  cause: RestrictionCause
  /** The row that the restriction comes from, and that lifts it. */
  refId: string
}

/** The rule or clause behind a restriction, as it counted then. */
export interface RestrictedBy {
  rule: string
  ruleVersion: number
}

/** Restricts a party in these ways until the same cause lifts them. Said again, it changes nothing. */
export async function restrictParty(
  trx: Transaction<Database>,
  { by, kinds, ...restricting }: Restricting & { kinds: RestrictionKind[]; by?: RestrictedBy },
): Promise<void> {
  if (kinds.length === 0) return
  await trx
    .insertInto('partyRestriction')
    .values(kinds.map(kind => ({ ...restricting, ...by, kind })))
    .onConflict(conflict =>
      conflict.columns(['partyId', 'kind', 'cause', 'refId']).doUpdateSet({ liftedAt: null }),
    )
    .execute()
}

/** Lifts what this cause restricted; what others did stands. Returns how many it lifted. */
export async function liftRestrictions(
  trx: Transaction<Database>,
  { partyId, cause, refId }: Restricting,
): Promise<number> {
  const { numUpdatedRows } = await trx
    .updateTable('partyRestriction')
    .set({ liftedAt: sql<Date>`app_now()` })
    .where('partyId', '=', partyId)
    .where('cause', '=', cause)
    .where('refId', '=', refId)
    .where('liftedAt', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(numUpdatedRows)
}

export interface Restriction {
  kind: RestrictionKind
  cause: RestrictionCause
  refId: string
  since: Date
}

/** What the party may not do now, oldest first. */
export async function readRestrictions(db: Db, partyId: string): Promise<Restriction[]> {
  const rows = await db
    .selectFrom('partyRestriction')
    .select(['kind', 'cause', 'refId', 'since'])
    .where('partyId', '=', partyId)
    .where('liftedAt', 'is', null)
    .orderBy('since')
    .execute()
  return rows as Restriction[]
}

export interface Refusal {
  partyIds: string[]
  kind: RestrictionKind
  /** Set when it is not the asker's own party that is restricted, so that he is not told to put it right. */
  who?: 'supplier' | 'borrower'
}

/** Throws `party_restricted` with `kind`, `cause`, `sinceAt`, `who` and the rule behind it when one of these parties may not do this now. */
export async function refuseRestricted(db: Db, { partyIds, kind, who }: Refusal): Promise<void> {
  const found = await db
    .selectFrom('partyRestriction')
    .select(['partyId', 'cause', 'since', 'rule', 'ruleVersion'])
    .where('partyId', '=', sql<string>`ANY(${partyIds}::uuid[])`)
    .where('kind', '=', kind)
    .where('liftedAt', 'is', null)
    .orderBy('since')
    .limit(1)
    .executeTakeFirst()
  if (!found) return
  const { cause, partyId, since, rule, ruleVersion } = found
  throw new DomainError('party_restricted', {
    kind,
    cause,
    partyId,
    sinceAt: since.toISOString(),
    who: who ?? 'own',
    ...(rule === null ? {} : { rule, ruleVersion }),
  })
}
