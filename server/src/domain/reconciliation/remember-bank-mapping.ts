import type { BankMapping } from '@haowu/shared/bank-mapping.ts'
import type { Db } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { bank } from '#domain/ledger/accounts.ts'

export interface RememberMapping {
  accountNo: string
  /** What people call the account; only for one that is new. */
  name: string
  mapping: BankMapping
  actor: string
}

/** Keeps how a bank writes its tables with the account, which is opened if it is new. Said again, it is what counts from now on. */
export async function rememberBankMapping(
  { db }: { db: Db },
  { accountNo, name, mapping, actor }: RememberMapping,
): Promise<{ accountId: string }> {
  return db.transaction().execute(async trx => {
    const { id } = await trx
      .insertInto('statementAccount')
      .values({ channel: 'bank', accountNo, name, ledgerAccount: bank(), mapping: JSON.stringify(mapping) })
      .onConflict(conflict =>
        conflict.columns(['channel', 'accountNo']).doUpdateSet({ mapping: JSON.stringify(mapping) }),
      )
      .returning('id')
      .executeTakeFirstOrThrow()
    await recordAct(trx, {
      actor,
      action: 'bank_mapping_remembered',
      subjectType: 'statement_account',
      subjectId: id,
      facts: { fields: Object.keys(mapping.columns).sort().join(' ') },
    })
    return { accountId: id }
  })
}
