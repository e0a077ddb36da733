import { type Kysely, sql } from 'kysely'

/** What a party may not do for now, what keeps an order from being settled, and what parties are told. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- Several causes may restrict the same party at once; each is lifted by what caused it.
    CREATE TABLE party_restriction (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      party_id uuid NOT NULL REFERENCES party,
      kind text NOT NULL CHECK (kind IN ('no_holds', 'no_listing', 'payouts_frozen')),
      cause text NOT NULL CHECK (cause IN ('deposit_short', 'case', 'onboarding', 'exit', 'loan_overdue')),
      -- The top-up, case, application, exit or loan that it comes from.
      ref_id uuid NOT NULL,
      since timestamptz NOT NULL DEFAULT app_now(),
      lifted_at timestamptz,
      UNIQUE (party_id, kind, cause, ref_id)
    );
    CREATE INDEX party_restriction_active ON party_restriction (party_id, kind) WHERE lifted_at IS NULL;

    -- While one is open, nothing of the order becomes payable.
    CREATE TABLE order_block (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      order_id uuid NOT NULL REFERENCES orders,
      cause text NOT NULL CHECK (cause IN ('case', 'after_sale', 'report_revoked', 'risk')),
      ref_id uuid NOT NULL,
      opened_at timestamptz NOT NULL DEFAULT app_now(),
      closed_at timestamptz,
      UNIQUE (order_id, cause, ref_id)
    );
    CREATE INDEX order_block_open ON order_block (order_id) WHERE closed_at IS NULL;

    -- Told to all members of a party, on every screen of theirs until somebody has read it.
    CREATE TABLE notice (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      party_id uuid NOT NULL REFERENCES party,
      kind text NOT NULL,
      -- Names the fact: told once, however often it is said.
      key text NOT NULL UNIQUE,
      -- What fills the blanks of the sentence; amounts are fen as text.
      facts jsonb NOT NULL DEFAULT '{}',
      -- Where one goes from here.
      ref_type text NOT NULL,
      ref_id uuid NOT NULL,
      created_at timestamptz NOT NULL DEFAULT app_now(),
      read_at timestamptz
    );
    CREATE INDEX notice_party ON notice (party_id, id DESC);
    CREATE INDEX notice_unread ON notice (party_id) WHERE read_at IS NULL;
  `.execute(db)
}
