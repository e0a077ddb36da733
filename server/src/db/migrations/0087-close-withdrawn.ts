import { type Kysely, sql } from 'kysely'

/** A close that was asked for too early is taken back while nobody has signed it; that it was asked for stays on record. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE period_close
      DROP CONSTRAINT period_close_state_check,
      DROP CONSTRAINT period_close_check2,
      ADD withdrawn_by uuid REFERENCES member,
      ADD withdrawn_at timestamptz,
      ADD CONSTRAINT period_close_state_check CHECK (state IN ('review', 'withdrawn', 'signed_off', 'reopening', 'reopened')),
      ADD CONSTRAINT period_close_signed_check CHECK ((state IN ('review', 'withdrawn')) = (signed_at IS NULL)),
      ADD CONSTRAINT period_close_withdrawn_check CHECK (
        (state = 'withdrawn') = (withdrawn_at IS NOT NULL) AND (withdrawn_at IS NULL) = (withdrawn_by IS NULL));
    DROP INDEX period_close_standing;
    CREATE UNIQUE INDEX period_close_standing ON period_close (month) WHERE state NOT IN ('reopened', 'withdrawn');
  `.execute(db)
}
