import type { CaseSide } from '@haowu/shared/cases.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import type { FileStore } from '#gateways/files.ts'
import { clauseFacts } from './clause.ts'
import { askReview } from './ask-review.ts'
import { insertEvidence, lockCase, moveCase, readNow } from './case-store.ts'
import { findDecision } from './decision-store.ts'
import { addFiles, requireFiles, type Statement } from './give-statement.ts'

/**
 * The side that lost appeals, once, while the days for it last. Nothing is carried out until somebody else has heard the appeal.
 * Throws `case_state` when there is nothing to appeal, `deadline_passed {until}` when it is too late, `forbidden` for the side
 * that won. After it was carried out, it asks for a review (`ask-review.ts`).
 */
export async function appealCase(
  deps: { db: Db; files: FileStore },
  { caseId, ...given }: Statement & { caseId: string },
): Promise<void> {
  await requireFiles(deps.files, given)
  await deps.db.transaction().execute(async trx => {
    const found = await lockCase(trx, caseId)
    if (found.state === 'executed') return askReview(trx, found, given)
    const decision = await findDecision(trx, caseId)
    if (found.state !== 'decided' || !decision || found.appealUntil === null)
      throw new DomainError('case_state', { state: found.state })
    if (given.side !== losingSide(decision.outcome)) throw new DomainError('forbidden')
    if ((await readNow(trx)) > found.appealUntil)
      throw new DomainError('deadline_passed', {
        until: found.appealUntil.toISOString(),
        ...(await clauseFacts(trx, found)),
      })
    await addFiles(trx, caseId, given)
    const { side, givenBy, text } = given
    await insertEvidence(trx, caseId, { kind: 'statement', side, givenBy, content: { text, appeal: 'yes' } })
    await moveCase(trx, caseId, {
      from: 'decided',
      to: 'appealed',
      actor: givenBy,
      action: 'appealed',
      facts: { side },
      set: { appealedAt: sql<Date>`app_now()` },
    })
  })
}

export function losingSide(outcome: string): CaseSide {
  return outcome === 'found' ? 'respondent' : 'claimant'
}
