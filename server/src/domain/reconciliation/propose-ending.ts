import { type BreakEnding, endingsOf } from '@haowu/shared/reconciliation.ts'
import type { Db } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { lockBreak } from './lock-break.ts'

export interface ProposeEnding {
  breakId: string
  as: BreakEnding
  note: string
  memberId: string
}

/**
 * Proposes how a difference ends, by one of the ways that its class may end. Somebody else agrees. Throws `not_found`, and `break_state
 * {state}` once it has ended or for an ending that is not for its class.
 */
export async function proposeEnding({ db }: { db: Db }, input: ProposeEnding): Promise<void> {
  const { breakId, as, note, memberId } = input
  await db.transaction().execute(async trx => {
    const found = await lockBreak(trx, breakId)
    const { amountFen, statementFileId } = found
    if (!endingsOf({ class: found.class, amountFen, isOfFile: statementFileId !== null }).includes(as))
      throw new DomainError('break_state', { state: found.class })
    await trx
      .updateTable('break')
      .set({ state: 'await_adjust', proposed: as, makerId: memberId, note })
      .where('id', '=', breakId)
      .execute()
    await recordAct(trx, {
      actor: `member:${memberId}`,
      action: 'break_proposed',
      subjectType: 'break',
      subjectId: breakId,
      facts: { as, note, amountFen: found.amountFen.toString() },
    })
  })
}
