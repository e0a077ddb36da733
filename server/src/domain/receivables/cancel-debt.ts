import { randomUUID } from 'node:crypto'
import type { Fen } from '@haowu/shared/money.ts'
import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { debtCancelled } from '#domain/ledger/debt-entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { insertRecovery } from './receivable-store.ts'

export interface CancelledDebt {
  /** What was still owed and is struck out. */
  cancelledFen: Fen
  /** What had been collected and is given back to where it was taken from. */
  returnedFen: Fen
}

/**
 * A case that a party owed something for was overturned: what is left of the debt is struck out of the penalties, what had been
 * collected goes back to the party. What finance gave up before stays given up. A case that nobody owes for changes nothing.
 */
export async function cancelCaseDebt(
  trx: Transaction<Database>,
  { caseId, actor }: { caseId: string; actor: string },
): Promise<CancelledDebt> {
  const debt = await trx
    .selectFrom('receivable')
    .select(['id', 'partyId', sql<bigint>`amount_fen - recovered_fen - written_off_fen`.as('leftFen')])
    .where('cause', '=', 'case')
    .where('refId', '=', caseId)
    .forUpdate()
    .executeTakeFirst()
  if (!debt) return { cancelledFen: 0n, returnedFen: 0n }
  const { id, partyId, leftFen } = debt
  const { availableFen, depositFen } = await readCollected(trx, id)
  if (leftFen > 0n)
    await insertRecovery(trx, {
      id: randomUUID(),
      receivableId: id,
      source: 'write_off',
      amountFen: leftFen,
      actor,
    })
  const entry = debtCancelled({ receivableId: id, partyId, leftFen, availableFen, depositFen, actor })
  if (entry.legs.length > 0) await postEntries(trx, [entry])
  return { cancelledFen: leftFen, returnedFen: availableFen + depositFen }
}

async function readCollected(
  trx: Transaction<Database>,
  receivableId: string,
): Promise<{ availableFen: Fen; depositFen: Fen }> {
  const of = (source: 'available' | 'deposit') =>
    sql<bigint>`coalesce(sum(amount_fen) FILTER (WHERE source = ${source}), 0)::bigint`
  return trx
    .selectFrom('receivableRecovery')
    .select([of('available').as('availableFen'), of('deposit').as('depositFen')])
    .where('receivableId', '=', receivableId)
    .executeTakeFirstOrThrow()
}
