import { type Kysely, sql } from 'kysely'

const FIRST_RULES: [code: string, value: object][] = [
  ['rule_notice', { ordinaryDays: 7, importantDays: 15 }],
  ['case_limits', { perOrder: 3, filesPerCase: 60 }],
]

/**
 * The legal notice and the limits of a case are dated rules too, so that whoever is refused by them can look up which version it was;
 * and the database itself refuses a rule or a contract that would take effect before the notice the law asks for.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const [code, value] of FIRST_RULES) {
    await sql`
      INSERT INTO rule (code, scope, version, value, importance, published_at, effective_from)
      VALUES (${code}, '*', 1, ${JSON.stringify(value)}::jsonb, 'important', '2019-12-01 00:00+08', '2020-01-01 00:00+08')
    `.execute(db)
  }
  await sql`
    -- What the first migrations brought along was in force before anybody was bound by it.
    ALTER TABLE rule ADD CONSTRAINT rule_legal_notice CHECK (
      effective_from >= published_at + CASE importance WHEN 'important' THEN interval '15 days' ELSE interval '7 days' END
    ) NOT VALID;
    ALTER TABLE contract ADD CONSTRAINT contract_legal_notice CHECK (
      effective_from >= published_at + interval '15 days'
    );
  `.execute(db)
}
