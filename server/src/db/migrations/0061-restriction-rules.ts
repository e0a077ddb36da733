import { type Kysely, sql } from 'kysely'

/** Each restriction remembers the rule or clause that it comes from, in its version, so that whoever is refused can look it up. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE party_restriction
      ADD COLUMN rule text,
      ADD COLUMN rule_version int CHECK (rule_version > 0),
      ADD CHECK ((rule IS NULL) = (rule_version IS NULL));

    UPDATE party_restriction SET rule = 'deposit_ladder', rule_version = deposit_top_up.rule_version
      FROM deposit_top_up WHERE cause = 'deposit_short' AND deposit_top_up.id = ref_id;
    UPDATE party_restriction SET rule = 'deposit_exit', rule_version = deposit_exit.rule_version
      FROM deposit_exit WHERE cause = 'exit' AND deposit_exit.id = ref_id;
    UPDATE party_restriction SET rule = clause.code, rule_version = clause.version
      FROM trust_case JOIN clause ON clause.id = clause_id WHERE cause = 'case' AND trust_case.id = ref_id;
  `.execute(db)
}
