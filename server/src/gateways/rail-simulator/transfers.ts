import { createHash, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import type { PaymentRail, RailAnswer, RailPayee, RailTransfer } from '../payment-rail.ts'
import type { Behaviour } from './behaviour.ts'
import { enqueueCallback } from './enqueue-callback.ts'

/** A transfer is on its way for a moment, like a real one. */
const SECONDS_TO_END = 2
const FAIL_REASON = 'ACCOUNT_ERROR'

type TransferRequest = Parameters<PaymentRail['transfer']>[0]

export async function transferMoney(
  db: Db,
  transfer: TransferRequest,
  behaviour: Behaviour,
): Promise<RailAnswer<RailTransfer>> {
  const { holderName, bankName, accountNo } = transfer.payee
  if ([holderName, bankName, accountNo].some(text => text === '')) {
    return { outcome: 'refused', reason: 'payee_invalid' }
  }
  return db.transaction().execute(async trx => {
    await storeTransfer(trx, transfer, behaviour)
    const stored = await trx
      .selectFrom('railSimulator.transfer')
      .select(['amountFen', 'payeeHash'])
      .where('outTransferNo', '=', transfer.outTransferNo)
      .executeTakeFirstOrThrow()
    const same = stored.amountFen === transfer.amountFen && stored.payeeHash.equals(hashPayee(transfer.payee))
    if (!same) return { outcome: 'refused', reason: 'number_reused' }
    return queryTransfer(trx, transfer.outTransferNo)
  })
}

async function storeTransfer(
  trx: Transaction<Database>,
  { outTransferNo, amountFen, payee }: TransferRequest,
  behaviour: Behaviour,
): Promise<void> {
  const fails = behaviour === 'fail'
  const stored = await trx
    .insertInto('railSimulator.transfer')
    .values({
      outTransferNo,
      amountFen,
      payeeHash: hashPayee(payee),
      transferId: `sim-${randomUUID()}`,
      endsAs: fails ? 'FAIL' : 'SUCCESS',
      endsAt: sql`app_now() + ${SECONDS_TO_END}::int * interval '1 second'`,
      failReason: fails ? FAIL_REASON : null,
    })
    .onConflict(conflict => conflict.column('outTransferNo').doNothing())
    .returning(['transferId', 'failReason'])
    .executeTakeFirst()
  if (!stored) return
  const kind = fails ? 'transfer.failed' : 'transfer.succeeded'
  await enqueueCallback(trx, {
    body: { kind, outTransferNo, amountFen: amountFen.toString(), ...stored },
    inSeconds: SECONDS_TO_END,
  })
}

function hashPayee({ holderName, bankName, accountNo }: RailPayee): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([holderName, bankName, accountNo]))
    .digest()
}

export async function queryTransfer(db: Db, outTransferNo: string): Promise<RailAnswer<RailTransfer>> {
  const ended = sql`ends_at <= app_now()`
  const row = await db
    .selectFrom('railSimulator.transfer')
    .select(['outTransferNo', 'amountFen', 'transferId'])
    .select(sql<RailTransfer['state']>`CASE WHEN ${ended} THEN ends_as ELSE 'PROCESSING' END`.as('state'))
    .select(sql<string | null>`CASE WHEN ${ended} THEN fail_reason END`.as('failReason'))
    .where('outTransferNo', '=', outTransferNo)
    .executeTakeFirst()
  return row ? { outcome: 'answered', value: row } : { outcome: 'refused', reason: 'not_found' }
}
