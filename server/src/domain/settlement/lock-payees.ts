import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { available, receivable } from '#domain/ledger/accounts.ts'
import { readBalances } from '#domain/ledger/read-balances.ts'

export interface Payee {
  partyId: string
  /** The platform trades with it no more. */
  isBlocked: boolean
  isFrozen: boolean
  availableFen: bigint
  owedFen: bigint
}

/** Every party with an available balance, locked in the order of ids so that payouts of each take turns, with what it has then. */
export async function lockPayees(trx: Transaction<Database>): Promise<Payee[]> {
  const { rows } = await sql<Pick<Payee, 'partyId' | 'isBlocked' | 'isFrozen'>>`
    SELECT id AS party_id, state IN ('suspended', 'closed') AS is_blocked,
      EXISTS (SELECT FROM party_restriction WHERE party_id = party.id AND kind = 'payouts_frozen' AND lifted_at IS NULL) AS is_frozen
    FROM party
    WHERE kind <> 'platform' AND EXISTS (
      SELECT FROM ledger.account JOIN ledger.balance ON balance.account_id = account.id
      WHERE account.code = 'L:AVAILABLE:' || party.id AND credit_total > debit_total)
    ORDER BY id FOR NO KEY UPDATE OF party
  `.execute(trx)
  const codes = rows.flatMap(({ partyId }) => [available(partyId), receivable(partyId)])
  const balances = await readBalances(trx, codes)
  return rows
    .map(row => ({
      ...row,
      availableFen: balances.get(available(row.partyId)) ?? 0n,
      owedFen: balances.get(receivable(row.partyId)) ?? 0n,
    }))
    .filter(({ availableFen }) => availableFen > 0n)
}
