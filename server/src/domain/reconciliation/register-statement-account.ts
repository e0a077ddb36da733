import type { StatementAccountInput } from '@haowu/shared/statement-accounts.ts'
import type { Db } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'

/**
 * Opens an account whose statements are taken from now on. One that is known already stays as it is, whatever is said of it now:
 * what its lines were compared with must not change behind them.
 */
export async function registerStatementAccount(
  { db }: { db: Db },
  { actor, ...account }: StatementAccountInput & { actor: string },
): Promise<'registered' | 'known'> {
  return db.transaction().execute(async trx => {
    const opened = await trx
      .insertInto('statementAccount')
      .values(account)
      .onConflict(conflict => conflict.columns(['channel', 'accountNo']).doNothing())
      .returning('id')
      .executeTakeFirst()
    if (!opened) return 'known'
    const { channel, ledgerAccount } = account
    await recordAct(trx, {
      actor,
      action: 'statement_account_registered',
      subjectType: 'statement_account',
      subjectId: opened.id,
      facts: { channel, ledgerAccount },
    })
    return 'registered'
  })
}
