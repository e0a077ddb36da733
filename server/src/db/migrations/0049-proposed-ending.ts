import { type Kysely, sql } from 'kysely'

/** How a difference is to end is a fact of its own: what the runs find out about its cause comes and goes beside it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE break ADD COLUMN proposed text CHECK (proposed IN ('fee', 'suspense', 'duplicate'));
    UPDATE break SET proposed = cause ->> 'proposed', cause = cause - 'proposed' WHERE cause ? 'proposed';
    -- A run that looked in between has overwritten what was proposed: somebody proposes again.
    UPDATE break SET state = CASE WHEN owner_id IS NULL THEN 'open' ELSE 'assigned' END, maker_id = NULL
    WHERE state = 'await_adjust' AND proposed IS NULL;
    ALTER TABLE break ADD CONSTRAINT break_proposal
      CHECK (state <> 'await_adjust' OR (proposed IS NOT NULL AND maker_id IS NOT NULL));
  `.execute(db)
}
