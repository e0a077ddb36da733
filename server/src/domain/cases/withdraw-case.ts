import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { lockCase, moveCase } from './case-store.ts'
import { findProposal } from './decision-store.ts'
import { letGo } from './let-go.ts'

/** Whoever brought a case takes it back before it is decided. Said again, it changes nothing. Throws `case_state`. */
export async function withdrawCase(
  { db }: { db: Db },
  { caseId, actor }: { caseId: string; actor: string },
): Promise<void> {
  await db.transaction().execute(async trx => {
    const found = await lockCase(trx, caseId)
    if (found.state === 'withdrawn') return
    if (found.state !== 'open' && found.state !== 'evidence_requested')
      throw new DomainError('case_state', { state: found.state })
    if (await findProposal(trx, caseId)) throw new DomainError('case_state', { state: found.state })
    await moveCase(trx, caseId, {
      from: found.state,
      to: 'withdrawn',
      actor,
      action: 'withdrawn',
      set: { endedAt: sql<Date>`app_now()` },
    })
    await letGo(trx, found)
    await recordAct(trx, { actor, action: 'case_withdrawn', subjectType: 'case', subjectId: caseId })
  })
}
