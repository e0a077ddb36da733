import type { Db } from '#db/database.ts'
import { OUR_BANK_ACCOUNT, OUR_DEPOSIT_ACCOUNT } from '../bank-simulator/create-bank-simulator.ts'
import { DEPOSIT_MERCHANT, SALES_MERCHANT } from './create-rail-bills.ts'

/** The accounts that the simulated rail and the simulated bank keep for us, with the account of the ledger that says the same money. */
export async function nameOurAccounts(db: Db): Promise<void> {
  await db
    .insertInto('statementAccount')
    .values([
      { channel: 'wechat', accountNo: SALES_MERCHANT, name: '微信支付 · 货款', ledgerAccount: 'A:CHANNEL' },
      {
        channel: 'wechat',
        accountNo: DEPOSIT_MERCHANT,
        name: '微信支付 · 保证金',
        ledgerAccount: 'A:DEPOSIT_BANK',
      },
      {
        channel: 'bank',
        accountNo: OUR_BANK_ACCOUNT.accountNo,
        name: '招商银行 · 结算户',
        ledgerAccount: 'A:BANK',
      },
      {
        channel: 'bank',
        accountNo: OUR_DEPOSIT_ACCOUNT.accountNo,
        name: '招商银行 · 保证金户',
        ledgerAccount: 'A:DEPOSIT_BANK',
      },
    ])
    .onConflict(conflict => conflict.columns(['channel', 'accountNo']).doNothing())
    .execute()
}
