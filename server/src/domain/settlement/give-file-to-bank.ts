import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { openText } from '#domain/seal-text.ts'
import type { PayoutBank } from '#gateways/payout-bank.ts'
import type { Secrets } from '#secrets.ts'
import { lockBatch } from './payout-batch-store.ts'
import { listBatchPayouts } from './payout-store.ts'
import { recordPayoutOutcome } from './record-payout-outcome.ts'

interface Deps {
  db: Db
  bank: PayoutBank
  secrets: Pick<Secrets, 'payee'>
}

/**
 * Gives the file of a batch to a bank that answers at once, and records its answer line by line. Given again, only what has no answer yet is
 * recorded. Throws `not_found`, and `payout_state` for a batch of which there is no file.
 */
export async function giveFileToBank(
  { db, bank, secrets }: Deps,
  { batchId, userId }: { batchId: string; userId: string },
): Promise<{ confirmed: number; failed: number }> {
  const { no, lines } = await db.transaction().execute(async trx => {
    const batch = await lockBatch(trx, batchId)
    if (batch.filedAt === null) throw new DomainError('payout_state', { state: batch.state })
    return {
      no: batch.no,
      lines: await listBatchPayouts(trx, { batchId, states: ['sent', 'unknown'] }),
    }
  })
  const answers = await bank.execute(
    no,
    lines.map(line => ({
      no: line.no,
      amountFen: line.amountFen - line.taxFen,
      holderName: line.holderName,
      accountNo: openText(secrets.payee, line.partyId, line.accountNoSealed),
    })),
  )
  const counts = { confirmed: 0, failed: 0 }
  for (const { payoutId, no: lineNo } of lines) {
    const answer = answers.find(each => each.no === lineNo)
    if (!answer) continue
    await recordPayoutOutcome({ db }, { payoutId, outcome: answer.outcome, userId, isBanksAnswer: true })
    counts[answer.outcome] += 1
  }
  return counts
}
