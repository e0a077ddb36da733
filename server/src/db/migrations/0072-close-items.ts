import { type Kysely, sql } from 'kysely'

const RULES: [code: string, version: number, value: object][] = [
  // What a bank may keep out of the one amount of a batch, for each payout in it, without a person having to ask.
  ['batch_charge', 1, { mostPerLineFen: '500' }],
  [
    'match_tolerance',
    2,
    { 'A:CHANNEL': '0', 'A:CHANNEL_KUAISHOU': '0', 'A:BANK': '0', 'A:DEPOSIT_BANK': '0' },
  ],
]

/** Each point of a close has somebody who answers for it, and somebody who has said that it is done. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const [code, version, value] of RULES) {
    await sql`
      INSERT INTO rule (code, scope, version, value, importance, published_at, effective_from)
      VALUES (${code}, '*', ${version}, ${JSON.stringify(value)}::jsonb, 'ordinary', '2019-12-01 00:00+08',
        '2020-01-01 00:00+08'::timestamptz + (${version}::int - 1) * interval '1 day')
    `.execute(db)
  }
  await sql`
    CREATE TABLE close_item (
      month date NOT NULL CHECK (month = date_trunc('month', month::timestamp)::date),
      item text NOT NULL CHECK (item ~ '^[a-z_]{1,40}$'),
      owner_id uuid REFERENCES member,
      done_by uuid REFERENCES member,
      done_at timestamptz,
      PRIMARY KEY (month, item),
      CHECK ((done_by IS NULL) = (done_at IS NULL))
    );
    REVOKE DELETE ON close_item FROM haowu_app;

    -- What is missing and will not come is given up by two people, and taken back like any other booking.
    ALTER TABLE break
      DROP CONSTRAINT break_proposed_check,
      ADD CONSTRAINT break_proposed CHECK (proposed IN ('fee', 'suspense', 'write_off', 'duplicate', 'accept')),
      DROP CONSTRAINT break_reopening_booked,
      ADD CONSTRAINT break_reopening_booked
        CHECK (reopen_maker_id IS NULL OR (state = 'resolved' AND resolution IN ('adjusted', 'written_off')));

    -- What the simulated bank was given in a file it books as one amount, under the number of the file.
    ALTER TABLE rail_simulator.transfer ADD batch_no text;
  `.execute(db)
}
