import type { Database, Transaction } from '#db/database.ts'
import { tellParty } from '#domain/notices/tell-party.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import { insertReceivable, type NewReceivable } from './receivable-store.ts'

/**
 * A party owes an amount from now on: what it earns pays it first, and after the days of the notice its deposit does. Written
 * and told in the transaction that posts the debit of its receivable account.
 */
export async function owe(
  trx: Transaction<Database>,
  owed: Omit<NewReceivable, 'noticeDays'>,
): Promise<string> {
  const { value } = await readRule(trx, 'receivable_notice')
  const { id, drawAt } = await insertReceivable(trx, { ...owed, noticeDays: value.days })
  await tellParty(trx, {
    partyId: owed.partyId,
    kind: 'receivable_opened',
    key: `receivable:${id}:opened`,
    refId: id,
    facts: { amountFen: owed.amountFen.toString(), drawAt: drawAt.toISOString() },
  })
  return id
}
