import { type Kysely, sql } from 'kysely'

/** What channels and banks say of our money: their files, kept as they came, and the lines in them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE statement_account (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      channel text NOT NULL CHECK (channel IN ('wechat', 'alipay', 'kuaishou', 'douyin', 'bank')),
      -- Their number for us: of the merchant, of the shop, of the account.
      account_no text NOT NULL CHECK (account_no <> ''),
      name text NOT NULL CHECK (name <> ''),
      -- The account of the ledger that says the same money.
      ledger_account text NOT NULL CHECK (ledger_account <> ''),
      -- Which column is what, as somebody said once for a bank's own table.
      mapping jsonb,
      created_at timestamptz NOT NULL DEFAULT app_now(),
      UNIQUE (channel, account_no)
    );

    CREATE TABLE statement_file (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      -- Null for a file that did not tell whose it is: refused, or waiting for somebody to say which column is what.
      account_id uuid REFERENCES statement_account,
      kind text NOT NULL CHECK (kind IN ('trade', 'fund', 'settlement', 'bank')),
      format text NOT NULL CHECK (format <> ''),
      sha256 bytea NOT NULL CHECK (octet_length(sha256) = 32),
      file_key text NOT NULL CHECK (file_key <> ''),
      file_name text NOT NULL CHECK (file_name <> ''),
      day_from date,
      day_to date,
      line_count integer NOT NULL DEFAULT 0 CHECK (line_count >= 0),
      in_fen bigint NOT NULL DEFAULT 0 CHECK (in_fen >= 0),
      out_fen bigint NOT NULL DEFAULT 0 CHECK (out_fen >= 0),
      opening_fen bigint,
      closing_fen bigint,
      state text NOT NULL CHECK (state IN ('asking', 'loaded', 'refused')),
      -- The rule that refused it, the line, what was expected and what was found.
      refusal jsonb,
      -- A person, or the pull and the drop folder by their names.
      loaded_by text NOT NULL CHECK (loaded_by <> ''),
      loaded_at timestamptz NOT NULL DEFAULT app_now(),
      CHECK ((state = 'refused') = (refusal IS NOT NULL)),
      CHECK (state <> 'loaded' OR (account_id IS NOT NULL AND day_from <= day_to)),
      CHECK (state = 'refused' OR opening_fen IS NULL OR closing_fen = opening_fen + in_fen - out_fen)
    );
    CREATE UNIQUE INDEX statement_file_once ON statement_file (sha256) WHERE state <> 'refused';
    CREATE INDEX statement_file_account ON statement_file (account_id, kind, day_from) WHERE state = 'loaded';
    CREATE INDEX statement_file_newest ON statement_file (loaded_at DESC, id DESC);

    -- Millions at a time, by one statement in the transaction that writes their file, which nobody may delete: asking row by row whether
    -- that file exists would take as long as writing the rows.
    CREATE TABLE statement_line (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      file_id uuid NOT NULL,
      account_id uuid NOT NULL,
      line_no integer NOT NULL CHECK (line_no > 0),
      -- The same movement told by two files is one line: made of what their format promises to be unique.
      fingerprint bytea NOT NULL,
      kind text NOT NULL CHECK (kind IN ('payment', 'refund', 'payout', 'fee', 'transfer', 'settlement', 'other')),
      -- Positive came into our account.
      amount_fen bigint NOT NULL,
      fee_fen bigint NOT NULL DEFAULT 0,
      balance_fen bigint,
      booked_at timestamptz NOT NULL,
      business_day date NOT NULL,
      own_no text,
      channel_no text,
      batch_no text,
      counterparty text,
      status text,
      description text NOT NULL DEFAULT '',
      raw text NOT NULL,
      UNIQUE (account_id, fingerprint)
    );
    CREATE INDEX statement_line_file ON statement_line (file_id, line_no);
    REVOKE UPDATE, DELETE ON statement_line FROM haowu_app;
    REVOKE DELETE ON statement_file, statement_account FROM haowu_app;

    -- What a gateway answered about a day: nothing is asked for again that will not change.
    CREATE TABLE statement_pull (
      account_id uuid NOT NULL REFERENCES statement_account,
      kind text NOT NULL,
      day date NOT NULL,
      outcome text NOT NULL CHECK (outcome IN ('loaded', 'refused', 'asking', 'none', 'not_ready')),
      asked_at timestamptz NOT NULL DEFAULT app_now(),
      PRIMARY KEY (account_id, kind, day)
    );
  `.execute(db)
}
