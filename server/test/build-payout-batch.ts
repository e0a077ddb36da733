import { randomUUID } from 'node:crypto'
import type { PayoutWay } from '@haowu/shared/settlement.ts'
import type { Db } from '#db/database.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { saleCaptured, saleSettled, saleSplit } from '#domain/ledger/sale-entries.ts'
import { collectBatchNow } from '#domain/settlement/collect-payout-batch.ts'
import { decidePayoutBatch } from '#domain/settlement/decide-payout-batch.ts'
import { makePayoutFile } from '#domain/settlement/make-payout-file.ts'
import { namePayeeAccount } from '#domain/settlement/name-payee-account.ts'
import { readPayoutBatch } from '#domain/settlement/read-payout-batch.ts'
import { submitPayoutBatch } from '#domain/settlement/submit-payout-batch.ts'
import { deriveSecrets } from '#secrets.ts'
import { buildParty } from './build-item.ts'

export const PAYEE_SECRETS = deriveSecrets('a secret that only tests know, long enough')
export const PAYEE = { holderName: '张三', bankName: '招商银行', accountNo: '6222020000001234' }

/** A party with so much to be paid out, to a verified account. */
export async function buildEarner(
  db: Db,
  amountFen: bigint,
  kind: 'supplier' | 'streamer' = 'supplier',
): Promise<string> {
  const partyId = await buildParty(db, kind)
  await earn(db, { partyId, amountFen, kind })
  await namePayeeAccount({ db, secrets: PAYEE_SECRETS }, { partyId, ...PAYEE, actor: 'test' })
  return partyId
}

/** One more sale, settled, of which the party keeps all. */
export async function earn(
  db: Db,
  { partyId, amountFen, kind }: { partyId: string; amountFen: bigint; kind: 'supplier' | 'streamer' },
): Promise<void> {
  const orderId = randomUUID()
  const share = { role: kind, partyId, amountFen }
  await db
    .transaction()
    .execute(trx =>
      postEntries(trx, [
        saleCaptured({ orderId, paidFen: amountFen, platformDiscountFen: 0n }),
        saleSplit({ orderId, shares: [share] }),
        saleSettled({ batchId: randomUUID(), lines: [share], platformFen: 0n }),
      ]),
    )
}

/** The batch of today, approved by a second person and, where it goes by file, handed to the bank. */
export async function buildApprovedBatch(db: Db, way: PayoutWay) {
  const [maker, checker] = [randomUUID(), randomUUID()]
  const batchId = await collectBatchNow({ db }, { userId: maker })
  if (batchId === undefined) throw new Error('no batch was collected')
  const collected = await readPayoutBatch(db, batchId)
  await submitPayoutBatch({ db }, { batchId, userId: maker, version: collected.version, way })
  const { version } = await readPayoutBatch(db, batchId)
  await decidePayoutBatch({ db }, { batchId, userId: checker, version, decision: 'approve' })
  if (way === 'file') await makePayoutFile({ db }, { batchId, userId: maker })
  return readPayoutBatch(db, batchId)
}
