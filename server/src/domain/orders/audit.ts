import type { Database, Transaction } from '#db/database.ts'

export interface Audited {
  /** A member's id, or `system`, `rail`, `buyer`. */
  actor: string
  action: string
  subject: { type: string; id: string }
  facts?: Record<string, string>
}

/** Writes what somebody did into the log that nobody can change, in the transaction of the deed. */
export async function audit(
  trx: Transaction<Database>,
  { actor, action, subject, facts = {} }: Audited,
): Promise<void> {
  await trx
    .insertInto('auditLog')
    .values({ actor, action, subjectType: subject.type, subjectId: subject.id, facts: JSON.stringify(facts) })
    .execute()
}
