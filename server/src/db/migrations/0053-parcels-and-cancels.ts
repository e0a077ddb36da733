import { type Kysely, sql } from 'kysely'

/** When a carrier was asked about a parcel last, and a buyer who wants out before it leaves. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE parcel_event DROP CONSTRAINT parcel_event_kind_check;
    ALTER TABLE parcel_event ADD CONSTRAINT parcel_event_kind_check
      CHECK (kind IN ('accepted', 'in_transit', 'out_for_delivery', 'exception', 'delivered', 'returned'));
    ALTER TABLE shipment DROP CONSTRAINT shipment_parcel_state_check;
    ALTER TABLE shipment ADD CONSTRAINT shipment_parcel_state_check
      CHECK (parcel_state IN ('accepted', 'in_transit', 'out_for_delivery', 'exception', 'delivered', 'returned'));
    ALTER TABLE shipment ADD COLUMN asked_at timestamptz;
    CREATE INDEX shipment_under_way ON shipment (asked_at NULLS FIRST)
      WHERE parcel_state IS NULL OR parcel_state NOT IN ('delivered', 'returned');

    ALTER TABLE refund DROP CONSTRAINT refund_reason_check;
    ALTER TABLE refund ADD CONSTRAINT refund_reason_check
      CHECK (reason IN ('late_payment', 'unsold', 'supplier_cancelled', 'buyer_cancelled', 'after_sale'));

    -- One wish per order: who was told no once asks again by after-sale, when the goods are there.
    CREATE TABLE cancel_wish (
      order_id uuid PRIMARY KEY REFERENCES orders,
      reason text NOT NULL CHECK (reason IN ('changed_mind', 'wrong_address', 'too_slow', 'other')),
      asked_at timestamptz NOT NULL DEFAULT app_now(),
      -- Until when the supplier answers; after it his silence counts as yes.
      due_at timestamptz NOT NULL,
      answer text CHECK (answer IN ('not_accepted_yet', 'agreed', 'silent', 'declined', 'withdrawn')),
      answered_at timestamptz,
      CHECK ((answer IS NULL) = (answered_at IS NULL))
    );
    CREATE INDEX cancel_wish_open ON cancel_wish (due_at) WHERE answer IS NULL;
    INSERT INTO rule (code, scope, version, value, importance, published_at, effective_from)
    VALUES ('cancel_deadline', '*', 1, '{"hours": 24}', 'ordinary', '2019-12-01 00:00+08', '2020-01-01 00:00+08');
  `.execute(db)
}
