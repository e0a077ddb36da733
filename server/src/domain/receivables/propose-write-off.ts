import type { Fen } from '@haowu/shared/money.ts'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { noteWriteOff } from './note-write-off.ts'
import { lockReceivable } from './receivable-store.ts'

export interface ProposeWriteOff {
  receivableId: string
  amountFen: Fen
  reason: string
  makerId: string
}

/**
 * Proposes to give up a part or all of what is still owed; somebody else must agree. Throws `not_found` for a debt that is not
 * open, `write_off_exceeds {leftFen}`, and `write_off_state` while another proposal waits.
 */
export async function proposeWriteOff(
  { db }: { db: Db },
  proposal: ProposeWriteOff,
): Promise<{ writeOffId: string }> {
  const { receivableId, amountFen, reason, makerId } = proposal
  return db.transaction().execute(async trx => {
    const owed = await lockReceivable(trx, receivableId)
    if (!owed) throw new DomainError('not_found')
    if (amountFen > owed.leftFen || amountFen <= 0n)
      throw new DomainError('write_off_exceeds', { leftFen: owed.leftFen.toString() })
    const inserted = await trx
      .insertInto('writeOff')
      .values({ receivableId, amountFen, reason, makerId })
      .onConflict(conflict => conflict.column('receivableId').where('state', '=', 'proposed').doNothing())
      .returning('id')
      .executeTakeFirst()
    if (!inserted) throw new DomainError('write_off_state', { state: 'proposed' })
    const facts = { amountFen: amountFen.toString(), reason }
    await noteWriteOff(trx, { action: 'write_off_proposed', userId: makerId, receivableId, facts })
    return { writeOffId: inserted.id }
  })
}
