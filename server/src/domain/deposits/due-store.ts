import type { Fen } from '@haowu/shared/money.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import type { DepositDue } from './deposit-due.ts'

export interface DueOfDay {
  partyId: string
  due: DepositDue
  balanceFen: Fen
}

/** Writes what is due today, with what it was reckoned from; a later reckoning of the same day takes its place. */
export async function storeDues(db: Db, dues: DueOfDay[]): Promise<void> {
  if (dues.length === 0) return
  const column = <Value>(pick: (row: DueOfDay) => Value) => dues.map(pick)
  await sql`
    INSERT INTO deposit_due (party_id, day, due_fen, balance_fen, decided_by, explanation)
    SELECT party_id, business_day(app_now()), due_fen, balance_fen, decided_by, explanation::jsonb
    FROM unnest(${column(row => row.partyId)}::uuid[], ${column(row => row.due.dueFen)}::bigint[],
      ${column(row => row.balanceFen)}::bigint[], ${column(row => row.due.decidedBy)}::text[],
      ${column(row => JSON.stringify(row.due, fenAsText))}::text[])
      AS reckoned(party_id, due_fen, balance_fen, decided_by, explanation)
    ORDER BY party_id
    ON CONFLICT (party_id, day) DO UPDATE SET due_fen = EXCLUDED.due_fen, balance_fen = EXCLUDED.balance_fen,
      decided_by = EXCLUDED.decided_by, explanation = EXCLUDED.explanation, computed_at = app_now()
  `.execute(db)
}

const fenAsText = (_key: string, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)
