import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { payoutRejected, payoutSent } from '#domain/ledger/payout-entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { openText } from '#domain/seal-text.ts'
import type { Table } from '#domain/table-file.ts'
import type { Secrets } from '#secrets.ts'
import { finishPayout } from './finish-payout.ts'
import { hashPayout } from './payout.ts'
import { lockBatch, readBatchLines } from './payout-batch-store.ts'
import { lockPayout, movePayout } from './payout-store.ts'

/**
 * Hands the lines of an approved batch over to the bank's file, once: from here on they count as sent. One that is no longer what was
 * approved is refused and stays out. Throws `payout_state` for a batch that is not approved, or goes by the rail.
 */
export async function makePayoutFile(
  { db }: { db: Db },
  { batchId, userId }: { batchId: string; userId: string },
): Promise<void> {
  await db.transaction().execute(async trx => {
    const batch = await lockBatch(trx, batchId)
    if (batch.state !== 'approved' || batch.way !== 'file') {
      throw new DomainError('payout_state', { state: batch.state })
    }
    if (batch.filedAt !== null) return
    const entries = []
    for (const line of await readBatchLines(trx, { batchId, states: ['approved'] })) {
      const isAsApproved = hashPayout(line).equals(line.requestHash) && line.accountState === 'verified'
      const move = isAsApproved
        ? ({ to: 'sent', stamp: 'sentAt' } as const)
        : ({ to: 'rejected', failureCode: 'stale_version', stamp: 'finishedAt' } as const)
      await movePayout(trx, { payoutId: line.payoutId, from: ['approved'], ...move })
      entries.push(isAsApproved ? payoutSent(line) : payoutRejected(line))
    }
    await sql`UPDATE payout_batch SET filed_at = app_now() WHERE id = ${batchId}`.execute(trx)
    await recordAct(trx, {
      actor: `user:${userId}`,
      action: 'payout_file_made',
      subjectType: 'payout_batch',
      subjectId: batchId,
    })
    await postEntries(trx, entries)
  })
}

/** The file as the bank reads it, names and accounts whole; who takes it is written down. The same batch always gives the same file. */
export async function readPayoutFile(
  { db, secrets }: { db: Db; secrets: Pick<Secrets, 'payee'> },
  { batchId, userId }: { batchId: string; userId: string },
): Promise<{ no: string; table: Table }> {
  return db.transaction().execute(async trx => {
    const batch = await lockBatch(trx, batchId)
    if (batch.filedAt === null) throw new DomainError('payout_state', { state: batch.state })
    const states = ['sent', 'unknown', 'confirmed', 'failed', 'returned']
    const lines = await readBatchLines(trx, { batchId, states })
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
      yuan(line.amountFen - line.taxFen),
      'CNY',
      batch.no,
    ])
    const header = ['业务参考号', '收款户名', '收款账号', '收款银行', '金额', '币种', '附言']
    return { no: batch.no, table: { name: batch.no, header, rows } }
  })
}

function yuan(fen: bigint): string {
  return `${fen / 100n}.${(fen % 100n).toString().padStart(2, '0')}`
}

/** What the bank says of one line of a file; the other lines are not touched. Throws `not_found` for what no file holds. */
export async function recordPayoutOutcome(
  { db }: { db: Db },
  {
    payoutId,
    outcome,
    userId,
  }: { payoutId: string; outcome: 'confirmed' | 'failed' | 'unknown'; userId: string },
): Promise<void> {
  const line = await db.transaction().execute(async trx => {
    const payout = await lockPayout(trx, payoutId)
    if (payout?.way !== 'file') throw new DomainError('not_found')
    if (payout.state === outcome) return undefined
    if (payout.state !== 'sent' && payout.state !== 'unknown') {
      throw new DomainError('payout_state', { state: payout.state })
    }
    await recordAct(trx, {
      actor: `user:${userId}`,
      action: 'payout_outcome_recorded',
      subjectType: 'payout',
      subjectId: payoutId,
      facts: { outcome },
    })
    if (outcome === 'unknown') await movePayout(trx, { payoutId, from: ['sent'], to: 'unknown' })
    return payout
  })
  if (line === undefined || outcome === 'unknown') return
  const { no, amountFen, taxFen } = line
  const failureCode = outcome === 'failed' ? 'bank_refused' : null
  await finishPayout(
    { db },
    { no, outcome, amountFen: amountFen - taxFen, railTransferId: null, failureCode },
  )
}
