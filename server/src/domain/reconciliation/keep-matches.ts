import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import type { RuleValue } from '#domain/rules/rule.ts'

type Trx = Transaction<Database>

/** Writes down what the run paired; each line is explained once, or the database refuses the run. Returns how many lines it closed. */
export async function keepMatches(
  trx: Trx,
  {
    runId,
    account,
    ruleVersion,
    score,
  }: { runId: string; account: string; ruleVersion: number; score: RuleValue<'match_score'> },
): Promise<number> {
  await sql`
    INSERT INTO match (id, run_id, account, stage, rule_version, state, reason, difference_fen, made_at, score)
    SELECT match_id, ${runId}, ${account}, paired.stage, ${ruleVersion}, state, reason, difference_fen, (SELECT app_now()),
      CASE reason WHEN '{}' THEN sure.score ELSE greatest(0, sure.score
        - ${score.perDay}::int * abs(coalesce((reason ->> 'days')::int, 0))
        - ${score.perLine}::int * (coalesce((reason ->> 'lefts')::int, 1) + coalesce((reason ->> 'rights')::int, 1) - 2)) END
    FROM paired JOIN (SELECT key AS stage, value::int AS score FROM jsonb_each_text(${JSON.stringify(score)}::jsonb)) AS sure USING (stage)
    ORDER BY match_id
  `.execute(trx)
  await sql`
    INSERT INTO match_item (match_id, side, line_id) SELECT match_id, side, line_id FROM paired_item ORDER BY match_id
  `.execute(trx)
  const { numAffectedRows } = await sql`
    DELETE FROM open_line USING paired_item WHERE open_line.side = paired_item.side AND open_line.line_id = paired_item.line_id
  `.execute(trx)
  return Number(numAffectedRows ?? 0n)
}
