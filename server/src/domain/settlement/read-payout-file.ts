import { writeYuan } from '@haowu/shared/plain-yuan.ts'
import type { Db } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { openText } from '#domain/seal-text.ts'
import type { Table } from '#domain/table-file.ts'
import type { Secrets } from '#secrets.ts'
import { lockBatch } from './payout-batch-store.ts'
import { listBatchPayouts } from './payout-store.ts'

/** The file as the bank reads it, names and accounts whole; who takes it is written down. The same batch always gives the same file. */
export async function readPayoutFile(
  { db, secrets }: { db: Db; secrets: Pick<Secrets, 'payee'> },
  { batchId, userId }: { batchId: string; userId: string },
): Promise<{ no: string; table: Table }> {
  return db.transaction().execute(async trx => {
    const batch = await lockBatch(trx, batchId)
    if (batch.filedAt === null) throw new DomainError('payout_state', { state: batch.state })
    const lines = await listBatchPayouts(trx, {
      batchId,
      states: ['sent', 'unknown', 'confirmed', 'failed', 'returned'],
    })
    await recordAct(trx, {
      actor: `user:${userId}`,
      action: 'payout_file_downloaded',
      subjectType: 'payout_batch',
      subjectId: batchId,
      facts: { lines: lines.length },
    })
    const rows = lines.map(line => [
      line.no,
      line.holderName,
      openText(secrets.payee, line.partyId, line.accountNoSealed),
      line.bankName,
      writeYuan(line.amountFen - line.taxFen),
      'CNY',
      batch.no,
    ])
    const header = ['业务参考号', '收款户名', '收款账号', '收款银行', '金额', '币种', '附言']
    return { no: batch.no, table: { name: batch.no, header, rows } }
  })
}
