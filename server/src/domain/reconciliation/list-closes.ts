import { sql } from 'kysely'
import type { Db } from '#db/database.ts'

export interface CloseRow {
  /** `YYYY-MM`. */
  month: string
  state: 'open' | 'review' | 'signed_off' | 'reopening'
  version: number
  entries: number
  makerId: string | null
  makerName: string | null
  checkerName: string | null
  signedAt: Date | null
  seal: string | null
  reopenReason: string | null
  reopenMakerId: string | null
  reopenMakerName: string | null
}

/** Every month with an entry, the newest first, with where its close stands. A month that was opened again is open. */
export async function listCloses(db: Db): Promise<CloseRow[]> {
  const { rows } = await sql<CloseRow>`
    WITH month AS (
      SELECT date_trunc('month', effective_on::timestamp)::date AS month, count(*)::int AS entries FROM ledger.transaction GROUP BY 1
    )
    SELECT to_char(month.month, 'YYYY-MM') AS month, month.entries, coalesce(standing.state, 'open') AS state,
      coalesce((SELECT max(version) FROM period_close WHERE period_close.month = month.month), 0) AS version,
      standing.maker_id, maker.name AS maker_name, checker.name AS checker_name, standing.signed_at, standing.seal, standing.reopen_reason,
      standing.reopen_maker_id, reopener.name AS reopen_maker_name
    FROM month
    LEFT JOIN period_close AS standing ON standing.month = month.month AND standing.state NOT IN ('reopened', 'withdrawn')
    LEFT JOIN LATERAL (SELECT name FROM member JOIN auth.user ON auth.user.id = user_id WHERE member.id = standing.maker_id) AS maker ON true
    LEFT JOIN LATERAL (SELECT name FROM member JOIN auth.user ON auth.user.id = user_id WHERE member.id = standing.checker_id) AS checker ON true
    LEFT JOIN LATERAL (SELECT name FROM member JOIN auth.user ON auth.user.id = user_id WHERE member.id = standing.reopen_maker_id) AS reopener ON true
    ORDER BY month.month DESC
  `.execute(db)
  return rows
}
