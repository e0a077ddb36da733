import { type Kysely, sql } from 'kysely'

const RULES: [code: string, version: number, value: object][] = [
  // The most that a channel keeps of a payment, by whose bill it is; what a bank takes for paying somebody lies between these.
  [
    'channel_fee',
    1,
    {
      mostBps: { wechat: 100, alipay: 100, kuaishou: 2000, douyin: 2000 },
      chargeFromFen: '10',
      chargeToFen: '5000',
    },
  ],
  // What a difference of two lines with one number may be without a person: nothing, until somebody publishes otherwise.
  ['match_tolerance', 1, { 'A:CHANNEL': '0', 'A:BANK': '0', 'A:DEPOSIT_BANK': '0' }],
  // How sure a match is, out of a hundred: by what it was found, less for each day and each further line between the two sides.
  [
    'match_score',
    1,
    { own_no: 100, channel_no: 95, batch: 90, amount_day: 75, sum: 65, hand: 100, perDay: 5, perLine: 1 },
  ],
  // Money of which nobody knows whose it is, and payouts that came back, are somebody's money: they wait less than the rest.
  [
    'break_hours',
    2,
    {
      AMOUNT: 24,
      DUP_EXT: 24,
      CUTOFF: 72,
      RETURNED_PAYOUT: 24,
      UNIDENTIFIED_RECEIPT: 24,
      WRONG_ACCOUNT: 24,
      BALANCE_GAP: 24,
      other: 48,
    },
  ],
]

/** How a difference is to end is a fact of its own: what the runs find out about its cause comes and goes beside it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const [code, version, value] of RULES) {
    await sql`
      INSERT INTO rule (code, scope, version, value, importance, published_at, effective_from)
      VALUES (${code}, '*', ${version}, ${JSON.stringify(value)}::jsonb, 'ordinary', '2019-12-01 00:00+08',
        '2020-01-01 00:00+08'::timestamptz + (${version}::int - 1) * interval '1 day')
    `.execute(db)
  }
  await sql`
    ALTER TABLE break ADD COLUMN proposed text CHECK (proposed IN ('fee', 'suspense', 'duplicate', 'accept'));
    UPDATE break SET proposed = cause ->> 'proposed', cause = cause - 'proposed' WHERE cause ? 'proposed';
    -- A run that looked in between has overwritten what was proposed: somebody proposes again.
    UPDATE break SET state = CASE WHEN owner_id IS NULL THEN 'open' ELSE 'assigned' END, maker_id = NULL
    WHERE state = 'await_adjust' AND proposed IS NULL;
    ALTER TABLE break ADD CONSTRAINT break_proposal
      CHECK (state <> 'await_adjust' OR (proposed IS NOT NULL AND maker_id IS NOT NULL));

    ALTER TABLE break DROP CONSTRAINT break_class_check, DROP CONSTRAINT break_resolution_check, DROP CONSTRAINT break_check,
      -- Of what a file says as a whole: where it opens, in which currency it is.
      ADD COLUMN statement_file_id uuid REFERENCES statement_file,
      ADD CONSTRAINT break_class CHECK (class IN ('EXT_ONLY', 'INT_ONLY', 'AMOUNT', 'STATUS', 'FEE', 'DUP_EXT', 'DUP_INT', 'CUTOFF',
        'WRONG_ACCOUNT', 'AMBIGUOUS', 'BALANCE_GAP', 'RETURNED_PAYOUT', 'UNIDENTIFIED_RECEIPT', 'CURRENCY')),
      ADD CONSTRAINT break_resolution CHECK (resolution IN ('later_match', 'adjusted', 'written_off', 'duplicate', 'accepted')),
      ADD CONSTRAINT break_of_something CHECK (num_nonnulls(statement_line_id, book_line_id) > 0 OR statement_file_id IS NOT NULL),
      ADD CONSTRAINT break_of_file_class CHECK ((statement_file_id IS NOT NULL) = (class IN ('BALANCE_GAP', 'CURRENCY')));
    ALTER TABLE break
      ADD COLUMN reopened_at timestamptz,
      ADD COLUMN reopened_by text,
      ADD COLUMN reopen_reason text CHECK (reopen_reason <> ''),
      ADD CONSTRAINT break_reopening CHECK ((reopened_at IS NULL) = (reopened_by IS NULL));
    CREATE INDEX break_ever_of_statement ON break (statement_line_id) WHERE state = 'resolved';
    CREATE INDEX break_ever_of_book ON break (book_line_id) WHERE state = 'resolved';
    ALTER TABLE match ADD COLUMN score smallint NOT NULL DEFAULT 100 CHECK (score BETWEEN 0 AND 100);
    CREATE UNIQUE INDEX break_of_file ON break (statement_file_id, class);
  `.execute(db)
}
