import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'

const ATTEMPTS = 4

/**
 * For money whose legs depend on how much a party has. Balances are read without a lock, because the ledger alone locks them,
 * in its order; when one was spent before the legs were posted, everything `act` wrote is taken back and it runs again. The
 * last time it is told not to count on any balance, so that it cannot fail for the lack of one.
 */
export async function withFreshBalances<T>(
  trx: Transaction<Database>,
  act: (counts: { onBalances: boolean }) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; attempt < ATTEMPTS; attempt++) {
    await sql`SAVEPOINT fresh_balances`.execute(trx)
    try {
      const result = await act({ onBalances: true })
      await sql`RELEASE SAVEPOINT fresh_balances`.execute(trx)
      return result
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'insufficient_balance') throw error
      await sql`ROLLBACK TO SAVEPOINT fresh_balances`.execute(trx)
    }
  }
  return act({ onBalances: false })
}
