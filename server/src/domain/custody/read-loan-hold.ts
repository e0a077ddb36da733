import type { Fen } from '@haowu/shared/money.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'

/** What the deposit holds for the lost piece that this case is about; zero once the piece is found, or when it is about another thing. */
export async function readLoanHold(db: Db, caseId: string): Promise<Fen> {
  const { rows } = await sql<{ heldFen: Fen }>`
    SELECT hold.amount_fen AS held_fen
    FROM trust_case JOIN sample_loan AS loan ON loan.item_id = trust_case.item_id AND loan.case_id = trust_case.id
      JOIN deposit_hold AS hold ON hold.reason = 'loan' AND hold.ref_id = loan.id AND hold.state = 'open'
    WHERE trust_case.id = ${caseId} AND loan.state = 'lost' AND loan.found_at IS NULL
  `.execute(db)
  return rows[0]?.heldFen ?? 0n
}
