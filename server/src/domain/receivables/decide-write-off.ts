import { randomUUID } from 'node:crypto'
import type { Fen } from '@haowu/shared/money.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { receivableWrittenOff } from '#domain/ledger/debt-entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { noteWriteOff } from './note-write-off.ts'
import { insertRecovery, lockReceivable } from './receivable-store.ts'

export interface DecideWriteOff {
  writeOffId: string
  approve: boolean
  checkerId: string
}

/**
 * A second person agrees, and the debt is a loss of the platform's; or refuses, and it stays owed. Throws `not_found`,
 * `second_person_needed` for whoever proposed it, `write_off_state` once it is decided otherwise, and `write_off_exceeds` when
 * so much was paid meanwhile that less is owed than was to be given up. The same decision again changes nothing.
 */
export async function decideWriteOff({ db }: { db: Db }, decision: DecideWriteOff): Promise<void> {
  const { writeOffId, approve, checkerId } = decision
  const state = approve ? 'approved' : 'refused'
  await db.transaction().execute(async trx => {
    const found = await trx
      .selectFrom('writeOff')
      .selectAll()
      .where('id', '=', writeOffId)
      .forUpdate()
      .executeTakeFirst()
    if (!found) throw new DomainError('not_found')
    if (found.makerId === checkerId) throw new DomainError('second_person_needed', { what: 'write_off' })
    if (found.state === state) return
    if (found.state !== 'proposed') throw new DomainError('write_off_state', { state: found.state })
    const { receivableId, amountFen, makerId } = found
    if (approve) await writeOff(trx, { receivableId, amountFen, actor: `user:${checkerId}` })
    await trx
      .updateTable('writeOff')
      .set({ state, checkerId, decidedAt: sql`app_now()` })
      .where('id', '=', writeOffId)
      .execute()
    const facts = { amountFen: amountFen.toString(), makerId }
    await noteWriteOff(trx, { action: `write_off_${state}`, userId: checkerId, receivableId, facts })
  })
}

async function writeOff(
  trx: Transaction<Database>,
  { receivableId, amountFen, actor }: { receivableId: string; amountFen: Fen; actor: string },
): Promise<void> {
  const owed = await lockReceivable(trx, receivableId)
  if (!owed || amountFen > owed.leftFen)
    throw new DomainError('write_off_exceeds', { leftFen: (owed?.leftFen ?? 0n).toString() })
  const id = randomUUID()
  await insertRecovery(trx, { id, receivableId, source: 'write_off', amountFen, actor })
  await postEntries(trx, [receivableWrittenOff({ recoveryId: id, partyId: owed.partyId, amountFen, actor })])
}
