import { type Kysely, sql } from 'kysely'

/**
 * A run writes a million matches with two items each. A foreign key looks at every row by itself and locks the row that it finds,
 * which took half of the run; asked once for all rows of a statement the same is a join.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE match_item DROP CONSTRAINT match_item_match_id_fkey;
    ALTER TABLE match DROP CONSTRAINT match_run_id_fkey;

    -- EXECUTE plans for as many rows as there are this time: a plan that was kept from a run would read all matches for one item.
    CREATE FUNCTION refuse_item_of_no_match() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE is_alone boolean;
    BEGIN
      EXECUTE 'SELECT EXISTS (SELECT FROM added WHERE NOT EXISTS (SELECT FROM match WHERE match.id = added.match_id))' INTO is_alone;
      IF is_alone THEN RAISE foreign_key_violation USING MESSAGE = 'an item of a match belongs to none'; END IF;
      RETURN NULL;
    END $$;
    CREATE TRIGGER added_items_have_a_match AFTER INSERT ON match_item
      REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_item_of_no_match();
    CREATE TRIGGER changed_items_have_a_match AFTER UPDATE ON match_item
      REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_item_of_no_match();

    CREATE FUNCTION refuse_match_of_no_run() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE is_alone boolean;
    BEGIN
      EXECUTE 'SELECT EXISTS (SELECT FROM (SELECT DISTINCT run_id FROM added) AS named
        WHERE run_id IS NOT NULL AND NOT EXISTS (SELECT FROM match_run WHERE match_run.id = named.run_id))' INTO is_alone;
      IF is_alone THEN RAISE foreign_key_violation USING MESSAGE = 'a match names a run that was not'; END IF;
      RETURN NULL;
    END $$;
    CREATE TRIGGER added_matches_have_a_run AFTER INSERT ON match
      REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_match_of_no_run();

    -- Matches and runs are never taken away, only undone: nobody can pull them from under an item that is being written.
    REVOKE DELETE, TRUNCATE ON match, match_run FROM haowu_app;
    CREATE FUNCTION refuse_items_left_behind() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE is_left boolean;
    BEGIN
      EXECUTE 'SELECT EXISTS (SELECT FROM gone JOIN match_item ON match_item.match_id = gone.id)' INTO is_left;
      IF is_left THEN RAISE foreign_key_violation USING MESSAGE = 'a match still has its items'; END IF;
      RETURN NULL;
    END $$;
    CREATE TRIGGER matches_leave_no_items AFTER DELETE ON match
      REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION refuse_items_left_behind();
  `.execute(db)
}
