import { type Kysely, sql } from 'kysely'

const SINCE = '2020-01-01 00:00+08'
const FIRST_RULES: [code: string, scope: string, value: object][] = [
  ['accept_deadline', '*', { hours: 24 }],
  ['accept_deadline', 'D', { hours: 12 }],
]

/** When a supplier took an order on or why not, and what carriers tell of its parcel. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE orders
      ADD COLUMN accepted_at timestamptz,
      ADD COLUMN refused_for text CHECK (refused_for IN ('damaged', 'lost', 'sold_elsewhere', 'mistake', 'other')),
      ADD COLUMN refused_at timestamptz,
      ADD CHECK ((refused_for IS NULL) = (refused_at IS NULL)),
      ADD CHECK (refused_for IS NULL OR shipped_at IS NULL);
    CREATE INDEX orders_to_ship ON orders (supplier_id, paid_at, id) WHERE state = 'paid';
    CREATE INDEX orders_refused ON orders (refused_at) WHERE refused_at IS NOT NULL;

    -- Kept before it is understood: a carrier may speak of a parcel before its supplier does, twice, and in any order.
    CREATE TABLE parcel_event (
      carrier text NOT NULL,
      event_no text NOT NULL CHECK (event_no <> ''),
      tracking_no text NOT NULL,
      kind text NOT NULL CHECK (kind IN ('accepted', 'in_transit', 'exception', 'delivered', 'returned')),
      happened_at timestamptz NOT NULL,
      place text NOT NULL,
      told_at timestamptz NOT NULL DEFAULT app_now(),
      PRIMARY KEY (carrier, event_no)
    );
    CREATE INDEX parcel_event_parcel ON parcel_event (carrier, tracking_no, happened_at);
    ALTER TABLE shipment
      -- What its newest event says; null until the carrier has spoken.
      ADD COLUMN parcel_state text CHECK (parcel_state IN ('accepted', 'in_transit', 'exception', 'delivered', 'returned'));
  `.execute(db)
  for (const [code, scope, value] of FIRST_RULES) {
    await sql`
      INSERT INTO rule (code, scope, version, value, importance, published_at, effective_from)
      VALUES (${code}, ${scope}, 1, ${JSON.stringify(value)}, 'ordinary', '2019-12-01 00:00+08', ${SINCE})
    `.execute(db)
  }
}
