import { type Kysely, sql } from 'kysely'

/** That a payout failed or came back makes its money payable again: until a line of the bank proves it, what one person says waits here for a second. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE payout
      ADD proposed_outcome text CHECK (proposed_outcome IN ('failed', 'returned')),
      ADD proposed_reference text CHECK (proposed_reference <> ''),
      ADD proposed_by uuid,
      ADD CONSTRAINT payout_proposed_check CHECK (
        (proposed_outcome IS NULL) = (proposed_by IS NULL)
        AND (proposed_outcome IS NOT DISTINCT FROM 'returned') = (proposed_reference IS NOT NULL)),
      -- What was proposed of one that has ended, or has not arrived, is no longer there to agree with.
      ADD CONSTRAINT payout_proposed_state_check CHECK (
        proposed_outcome IS NULL OR state = 'confirmed' AND proposed_outcome = 'returned'
        OR state IN ('sent', 'unknown') AND proposed_outcome = 'failed' AND way = 'file');
    -- What finance has to decide is counted on every look at its overview.
    CREATE INDEX payout_to_decide ON payout (created_at) WHERE state = 'requested' OR proposed_outcome IS NOT NULL;
  `.execute(db)
}
