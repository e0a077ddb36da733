import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import type { FiledPayout, PayoutBank } from '../payout-bank.ts'
import { bankNoOf } from './bank-no.ts'

/**
 * The simulated bank at work on a file: it pays every line but one. Of several lines the last cannot be paid, because its account is not the
 * payee's; the same file given again is answered as it was. Its statement of the day tells what it booked.
 */
export function createPayoutBank({ db }: { db: Db }): PayoutBank {
  return {
    async execute(batchNo, lines) {
      for (const [at, line] of lines.entries()) {
        const isRefused = lines.length > 1 && at === lines.length - 1
        await keep(db, { batchNo, line, isRefused })
      }
      const { rows } = await sql<{ no: string; endsAs: string }>`
        SELECT out_transfer_no AS no, ends_as FROM rail_simulator.transfer WHERE batch_no = ${batchNo} ORDER BY out_transfer_no
      `.execute(db)
      return rows.map(({ no, endsAs }) => ({ no, outcome: endsAs === 'SUCCESS' ? 'confirmed' : 'failed' }))
    },
  }
}

async function keep(
  db: Db,
  { batchNo, line, isRefused }: { batchNo: string; line: FiledPayout; isRefused: boolean },
): Promise<void> {
  const { no, amountFen, holderName, accountNo } = line
  const payee = createHash('sha256').update(`${holderName}:${accountNo}`).digest()
  await sql`
    INSERT INTO rail_simulator.transfer (out_transfer_no, amount_fen, payee_hash, transfer_id, ends_as, ends_at, fail_reason, batch_no)
    VALUES (${no}, ${amountFen}, ${payee}, ${`bank-${bankNoOf(no)}`}, ${isRefused ? 'FAIL' : 'SUCCESS'}, app_now(),
      ${isRefused ? 'ACCOUNT_ERROR' : null}, ${batchNo})
    ON CONFLICT (out_transfer_no) DO NOTHING`.execute(db)
}
