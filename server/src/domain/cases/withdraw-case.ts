import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { lockLostLoan } from '#domain/custody/settle-lost-loan.ts'
import { DomainError } from '#domain/domain-error.ts'
import { lockCase, moveCase, type StoredCase } from './case-store.ts'
import { findProposal } from './decision-store.ts'
import { letGo } from './let-go.ts'

/** Whoever brought a case takes it back before it is decided. Said again, it changes nothing. Throws `case_state`. */
export async function withdrawCase(
  { db }: { db: Db },
  { caseId, actor }: { caseId: string; actor: string },
): Promise<void> {
  await db.transaction().execute(async trx => {
    await lockLostLoan(trx, caseId)
    const found = await lockCase(trx, caseId)
    if (found.state === 'withdrawn') return
    if (!(await withdraw(trx, found, actor))) throw new DomainError('case_state', { state: found.state })
  })
}

/** The same in the transaction in which its reason fell away; what is decided or proposed already stays as it is. */
export async function withdrawIfOpen(
  trx: Transaction<Database>,
  { caseId, actor }: { caseId: string; actor: string },
): Promise<void> {
  await withdraw(trx, await lockCase(trx, caseId), actor)
}

async function withdraw(trx: Transaction<Database>, found: StoredCase, actor: string): Promise<boolean> {
  if (found.state !== 'open' && found.state !== 'evidence_requested') return false
  if (await findProposal(trx, found.id)) return false
  await moveCase(trx, found.id, {
    from: found.state,
    to: 'withdrawn',
    actor,
    action: 'withdrawn',
    set: { endedAt: sql<Date>`app_now()` },
  })
  await letGo(trx, found)
  await recordAct(trx, { actor, action: 'case_withdrawn', subjectType: 'case', subjectId: found.id })
  return true
}
