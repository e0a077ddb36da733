import { randomUUID } from 'node:crypto'
import { type Fen, least } from '@haowu/shared/money.ts'
import type { Database, Transaction } from '#db/database.ts'
import { receivableRecouped } from '#domain/ledger/debt-entries.ts'
import type { Entry } from '#domain/ledger/entry.ts'
import { insertRecovery, lockReceivables } from './receivable-store.ts'

/** Who recoups when nobody asked for it. */
const ACTOR = 'receivables'

/**
 * What parties owe is paid first by what becomes available to them: the entries that take it from these credits. Post them in
 * the same call as the credits, so that it never depends on what else is there. Oldest debt first.
 */
export async function recoupFrom(
  trx: Transaction<Database>,
  credits: { partyId: string; amountFen: Fen }[],
): Promise<Entry[]> {
  const left = new Map<string, Fen>()
  for (const { partyId, amountFen } of credits) left.set(partyId, (left.get(partyId) ?? 0n) + amountFen)
  const entries: Entry[] = []
  for (const owed of await lockReceivables(trx, [...left.keys()])) {
    const { partyId } = owed
    const amountFen = least(owed.leftFen, left.get(partyId) ?? 0n)
    if (amountFen === 0n) continue
    const id = randomUUID()
    await insertRecovery(trx, { id, receivableId: owed.id, source: 'available', amountFen, actor: ACTOR })
    entries.push(receivableRecouped({ recoveryId: id, partyId, amountFen, actor: ACTOR }))
    left.set(partyId, (left.get(partyId) ?? 0n) - amountFen)
  }
  return entries
}
