import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { ruleInForce } from '#domain/rules/rule-in-force.ts'

/**
 * What is wrong with a file as a whole: it opens with another balance than the last one closed with, or is in another currency. A hole
 * between two files and a file that was refused for it are one class; each ends by itself once the missing or the corrected file is there.
 */
export async function keepFileBreaks({ db }: { db: Db }): Promise<void> {
  await db.transaction().execute(async trx => {
    await sql`SELECT pg_advisory_xact_lock(hashtextextended('file breaks', 0))`.execute(trx)
    await sql`
      CREATE TEMP TABLE faulty ON COMMIT DROP AS
      WITH told AS (
        SELECT file.id, ledger_account, day_from, opening_fen, lag(closing_fen) OVER days AS closed_fen, lag(day_to) OVER days AS closed_on
        FROM statement_file AS file JOIN statement_account AS own ON own.id = account_id
        WHERE state = 'loaded' AND opening_fen IS NOT NULL AND closing_fen IS NOT NULL
        WINDOW days AS (PARTITION BY account_id, file.kind ORDER BY day_from, day_to, loaded_at)
      )
      SELECT 'BALANCE_GAP' AS class, id, ledger_account AS account, opening_fen - closed_fen AS amount_fen, day_from AS day,
        jsonb_build_object('closedOn', closed_on, 'expected', closed_fen::text, 'found', opening_fen::text) AS cause
      FROM told WHERE closed_on < day_from AND opening_fen <> closed_fen
      UNION ALL
      SELECT DISTINCT ON (sha256) CASE refusal ->> 'rule' WHEN 'currency' THEN 'CURRENCY' ELSE 'BALANCE_GAP' END, file.id, ledger_account,
        CASE refusal ->> 'rule' WHEN 'currency' THEN 0 ELSE (((refusal ->> 'found')::numeric - (refusal ->> 'expected')::numeric) * 100)::bigint END,
        coalesce(day_from, business_day(loaded_at)), refusal
      FROM statement_file AS file JOIN statement_account AS own ON own.id = account_id
      WHERE state = 'refused' AND refusal ->> 'rule' IN ('opening_not_closing', 'closing_not_opening', 'currency')
        AND NOT EXISTS (SELECT FROM statement_file AS good
          WHERE good.account_id = file.account_id AND good.kind = file.kind AND good.state = 'loaded' AND good.loaded_at > file.loaded_at
            AND (file.day_from IS NULL OR file.day_from BETWEEN good.day_from AND good.day_to))
      ORDER BY 1, 2
    `.execute(trx)
    await sql`
      UPDATE break SET state = 'resolved', resolution = 'later_match', resolved_at = app_now()
      WHERE state <> 'resolved' AND statement_file_id IS NOT NULL
        AND NOT EXISTS (SELECT FROM faulty WHERE faulty.id = statement_file_id AND faulty.class = break.class)
    `.execute(trx)
    await sql`
      WITH hours AS (SELECT ${ruleInForce('break_hours')} AS value)
      INSERT INTO break (account, class, statement_file_id, amount_fen, business_day, cause, due_at)
      SELECT account, class, id, amount_fen, day, cause,
        app_now() + coalesce((hours.value ->> class)::int, (hours.value ->> 'other')::int) * interval '1 hour'
      FROM faulty, hours ORDER BY day, id
      ON CONFLICT (statement_file_id, class) DO NOTHING
    `.execute(trx)
  })
}
