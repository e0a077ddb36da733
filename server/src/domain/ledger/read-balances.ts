import type { Fen } from '@haowu/shared/money.ts'
import type { Db } from '#db/database.ts'
import type { AccountCode } from './accounts.ts'

/** The balance of one account on its normal side: what we owe is positive, what we have is positive. Unopened: zero. */
export async function readBalance(db: Db, code: AccountCode): Promise<Fen> {
  return (await readBalances(db, [code])).get(code) ?? 0n
}

/** As `readBalance`, for many accounts at one instant; every code that was asked for has a value. */
export async function readBalances(db: Db, codes: readonly AccountCode[]): Promise<Map<AccountCode, Fen>> {
  const balances = new Map<AccountCode, Fen>(codes.map(code => [code, 0n]))
  if (codes.length === 0) return balances
  const rows = await db
    .selectFrom('ledger.account')
    .innerJoin('ledger.balance', 'ledger.balance.accountId', 'ledger.account.id')
    .select(['code', 'ledger.account.normal', 'debitTotal', 'creditTotal'])
    .where('code', 'in', [...codes])
    .execute()
  for (const row of rows) {
    const debitSide = row.debitTotal - row.creditTotal
    balances.set(row.code as AccountCode, row.normal === 'D' ? debitSide : -debitSide)
  }
  return balances
}
