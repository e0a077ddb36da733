import { type Kysely, sql } from 'kysely'

/**
 * The tax of a small payout may be more than the payout: an earlier one came back, or months without one made the run shorter. Such a
 * party waits, and the others of the batch are paid.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE payout_batch_left_out DROP CONSTRAINT payout_batch_left_out_reason_check;
    ALTER TABLE payout_batch_left_out ADD CONSTRAINT payout_batch_left_out_reason_check CHECK (reason IN ('blocked', 'frozen',
      'owes', 'below_least', 'no_account', 'cooling_off', 'invoice_needed', 'tax_takes_all'));
  `.execute(db)
}
