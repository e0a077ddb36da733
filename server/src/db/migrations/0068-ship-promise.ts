import { type Kysely, sql } from 'kysely'

/**
 * How soon a supplier promises to hand a parcel over, where that is sooner than the rule for all. Each change is a row: an order is
 * held to what was promised when it was paid, whatever is promised later. And from when a
 * paused plan goes on, and until when an approval that was taken back still counts.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE ship_promise (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      supplier_id uuid NOT NULL REFERENCES party,
      since timestamptz NOT NULL DEFAULT app_now(),
      -- Null takes an earlier promise back: the rule for all holds again.
      hours int CHECK (hours BETWEEN 1 AND 720)
    );
    CREATE INDEX ship_promise_newest ON ship_promise (supplier_id, since DESC, id DESC);
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ship_promise FOR EACH ROW EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON ship_promise EXECUTE FUNCTION refuse_change();
    REVOKE UPDATE, DELETE ON ship_promise FROM haowu_app;

    -- A plan that is let go on where a better one counts meanwhile does so with the next day, as any cut.
    ALTER TABLE plan ADD resumes_at timestamptz CHECK (resumes_at IS NULL OR paused_from IS NOT NULL);
    -- Until when an approval that was taken back still counts.
    ALTER TABLE plan_request ADD ends_at timestamptz CHECK (ends_at IS NULL OR state = 'refused');
  `.execute(db)
}
