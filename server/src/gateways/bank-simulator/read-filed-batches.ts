import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { bankNoOf } from './bank-no.ts'
import type { BankMovement } from './bank-statement.ts'

/** What the bank keeps for each payout of a file that it could pay, inside the one amount that it books. */
export const FILE_CHARGE_FEN = 50n

interface FiledBatch {
  batchNo: string
  at: Date
  count: number
  sumFen: bigint
  paidCount: bigint
  failedCount: number
  failedFen: bigint
}

/** Files of payouts as the bank books them: all of a file as one amount under its number, and what could not be paid back beside it. */
export async function readFiledBatches(db: Db, day: string): Promise<BankMovement[]> {
  const { rows } = await sql<FiledBatch>`
    SELECT batch_no, max(ends_at) AS at, count(*)::int AS count, sum(amount_fen)::int8 AS sum_fen,
      count(*) FILTER (WHERE ends_as = 'SUCCESS')::int8 AS paid_count,
      count(*) FILTER (WHERE ends_as = 'FAIL')::int AS failed_count,
      coalesce(sum(amount_fen) FILTER (WHERE ends_as = 'FAIL'), 0)::int8 AS failed_fen
    FROM rail_simulator.transfer
    WHERE batch_no IS NOT NULL AND ends_at <= app_now() AND (ends_at AT TIME ZONE 'Asia/Shanghai')::date = ${day}::date
    GROUP BY batch_no ORDER BY batch_no`.execute(db)
  return rows.flatMap(bookBatch)
}

function bookBatch(batch: FiledBatch): BankMovement[] {
  const { batchNo, at, count, sumFen, paidCount, failedCount, failedFen } = batch
  const under = { at, ownNo: null, batchNo, counterparty: '批量代付' }
  const paid: BankMovement = {
    ...under,
    amountFen: -(sumFen + paidCount * FILE_CHARGE_FEN),
    bankNo: bankNoOf(batchNo),
    summary: `批量代付${count}笔`,
    kind: 'payout',
  }
  if (failedFen === 0n) return [paid]
  const back: BankMovement = {
    ...under,
    amountFen: failedFen,
    bankNo: bankNoOf(`${batchNo}:back`),
    summary: `批量代付退回${failedCount}笔`,
    kind: 'returned',
  }
  return [paid, back]
}
