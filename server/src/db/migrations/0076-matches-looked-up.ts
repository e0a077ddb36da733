import { type Kysely, sql } from 'kysely'

/**
 * While a run's matches are not committed, statistics may say that there are none, and a join then walks all of them for each of its
 * items: a run over two hundred thousand lines ended at its time limit. Each match that is named is looked up by itself, whatever the
 * statistics say.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE OR REPLACE FUNCTION refuse_item_of_no_match() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE is_alone boolean;
    BEGIN
      EXECUTE 'SELECT EXISTS (SELECT FROM (SELECT DISTINCT match_id FROM added) AS named
        WHERE (SELECT match.id FROM match WHERE match.id = named.match_id LIMIT 1) IS NULL)' INTO is_alone;
      IF is_alone THEN RAISE foreign_key_violation USING MESSAGE = 'an item of a match belongs to none'; END IF;
      RETURN NULL;
    END $$;
  `.execute(db)
}
