import type { Db } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { sealText } from '#domain/seal-text.ts'
import type { Secrets } from '#secrets.ts'

export interface NewPayeeAccount {
  partyId: string
  holderName: string
  bankName: string
  /** Digits only; kept sealed, and shown by its last four. */
  accountNo: string
  actor: string
}

/**
 * Names the account a party is paid to from now on. The one before is retired, not changed: payouts that were asked for keep
 * naming it, and are refused when they come to be approved. Throws `bad_request` for a number that cannot be one.
 */
export async function namePayeeAccount(
  { db, secrets }: { db: Db; secrets: Pick<Secrets, 'payee'> },
  { partyId, holderName, bankName, accountNo, actor }: NewPayeeAccount,
): Promise<{ payeeAccountId: string }> {
  if (!/^\d{8,32}$/.test(accountNo)) throw new DomainError('bad_request', { what: 'accountNo' })
  return db.transaction().execute(async trx => {
    await trx
      .updateTable('payeeAccount')
      .set({ state: 'retired' })
      .where('partyId', '=', partyId)
      .where('state', '=', 'verified')
      .execute()
    const { id } = await trx
      .insertInto('payeeAccount')
      .values({
        partyId,
        holderName,
        bankName,
        accountNoLast4: accountNo.slice(-4),
        accountNoSealed: sealText(secrets.payee, partyId, accountNo),
        state: 'verified',
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    await recordAct(trx, { actor, action: 'payee_account_named', subjectType: 'party', subjectId: partyId })
    return { payeeAccountId: id }
  })
}
