import type { AuditAction } from '@haowu/shared/audit-actions.ts'
import type { ErrorFacts } from '@haowu/shared/errors.ts'
import type { Database, Db, Transaction } from '#db/database.ts'

export interface Act {
  /** `user:<id>`, or the name of the job that acted by itself. */
  actor: string
  action: AuditAction
  subjectType: string
  subjectId: string
  /** Ids, codes and amounts; never a name, a phone number or an address. */
  facts?: ErrorFacts
}

/** Records who did what, in the transaction that does it; the table refuses every later change. */
export async function recordAct(trx: Transaction<Database>, { facts = {}, ...act }: Act): Promise<void> {
  await trx
    .insertInto('auditLog')
    .values({ ...act, facts: JSON.stringify(facts) })
    .execute()
}

export interface ActQuery {
  subjectType?: string | undefined
  subjectId?: string | undefined
  cursor?: string | undefined
  limit: number
}

export interface ActRow extends Required<Omit<Act, 'facts' | 'action'>> {
  id: string
  /** As it was recorded then, whatever the list says today. */
  action: string
  at: string
  facts: unknown
}

/** Newest first, one more than `limit` so that the caller sees whether there is a next page. */
export async function listActs(
  db: Db,
  { subjectType, subjectId, cursor, limit }: ActQuery,
): Promise<ActRow[]> {
  let query = db
    .selectFrom('auditLog')
    .selectAll()
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (subjectType !== undefined) query = query.where('subjectType', '=', subjectType)
  if (subjectId !== undefined) query = query.where('subjectId', '=', subjectId)
  if (cursor !== undefined) query = query.where('id', '<', cursor)
  const rows = await query.execute()
  return rows.map(row => ({ ...row, at: row.at.toISOString() }))
}
