import { type Kysely, sql } from 'kysely'

/**
 * Settling an accrual changes its row where it lies: half of each page is left free for that, nothing that it changes is indexed, and
 * that its batch exists is asked once for all rows of a statement instead of once for each. A batch is never deleted.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE accrual SET (fillfactor = 50);
    DROP INDEX accrual_batch;
    ALTER TABLE accrual DROP CONSTRAINT accrual_settlement_batch_id_fkey;

    CREATE FUNCTION require_settlement_batch() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF EXISTS (
          SELECT FROM (SELECT DISTINCT settlement_batch_id AS id FROM changed WHERE settlement_batch_id IS NOT NULL) AS named
          WHERE NOT EXISTS (SELECT FROM settlement_batch WHERE settlement_batch.id = named.id)
        ) THEN
          RAISE EXCEPTION 'an accrual names a settlement batch that does not exist' USING ERRCODE = 'foreign_key_violation';
        END IF;
        RETURN NULL;
      END $$;
    CREATE TRIGGER batch_exists_at_insert AFTER INSERT ON accrual REFERENCING NEW TABLE AS changed
      FOR EACH STATEMENT EXECUTE FUNCTION require_settlement_batch();
    CREATE TRIGGER batch_exists_at_update AFTER UPDATE ON accrual REFERENCING NEW TABLE AS changed
      FOR EACH STATEMENT EXECUTE FUNCTION require_settlement_batch();
    CREATE TRIGGER append_only BEFORE DELETE ON settlement_batch FOR EACH ROW EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON settlement_batch EXECUTE FUNCTION refuse_change();
    REVOKE DELETE ON settlement_batch FROM haowu_app;
  `.execute(db)
}
