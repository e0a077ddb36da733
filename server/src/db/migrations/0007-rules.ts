import { type Kysely, sql } from 'kysely'

const YUAN = 100n
const fen = (yuan: bigint) => (yuan * YUAN).toString()

/** What the platform starts with, in force since 2020 so that recorded trade of earlier days finds its rule. */
const FIRST_RULES: [code: string, scope: string, value: object][] = [
  ['platform_fee', '*', { rateBps: 200 }],
  ['tech_fee', '*', { rateBps: 1000 }],
  ['agency_rate', '*', { rateBps: 3000 }],
  ['settlement_delay', 'A', { days: 3 }],
  ['settlement_delay', 'B', { days: 7 }],
  ['settlement_delay', 'C', { days: 15 }],
  ['settlement_delay', 'D', { days: 30 }],
  ['auto_confirm', '*', { days: 10 }],
  ['deposit_base', '*', { amountFen: fen(10_000n) }],
  ['deposit_base', 'phone', { amountFen: fen(50_000n) }],
  ['deposit_base', 'luxury_bag', { amountFen: fen(100_000n) }],
  ['deposit_base', 'streamer', { amountFen: fen(10_000n) }],
  ['deposit_floating', '*', { steps: [], aboveRateBps: 0, capFen: '0' }],
  [
    'deposit_floating',
    'supplier',
    {
      steps: [
        { belowFen: fen(100_000n), addFen: '0' },
        { belowFen: fen(500_000n), addFen: fen(20_000n) },
        { belowFen: fen(2_000_000n), addFen: fen(50_000n) },
      ],
      aboveRateBps: 500,
      capFen: fen(500_000n),
    },
  ],
  ['hold_exposure', '*', { rateBps: 2000 }],
  ['checkout_hold', '*', { minutes: 5, longMinutes: 10, longFromFen: fen(10_000n) }],
  ['live_hold_window', '*', { beforeHours: 12, afterMinutes: 30, limit: 200 }],
  ['report_validity', '*', { days: 90 }],
  ['report_validity', 'phone', { days: 30 }],
  ['report_validity', 'tablet', { days: 30 }],
  ['report_validity', 'luxury_bag', { days: 180 }],
  ['third_party_required', '*', { categories: ['luxury_bag', 'watch', 'jewellery'], fromFen: fen(2_000n) }],
  ['rate_bounds', 'open', { minBps: 100, maxBps: 5000 }],
  ['rate_bounds', 'targeted', { minBps: 0, maxBps: 8000 }],
  ['rate_bounds', 'exclusive', { minBps: 0, maxBps: 5000 }],
  ['rate_bounds', 'service', { minBps: 0, maxBps: 4000 }],
  ['commission_cap', '*', { maxBps: 9000 }],
]

/** The first version of every rule; a published rule is history and is never changed, only followed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const [code, scope, value] of FIRST_RULES) {
    await sql`
      INSERT INTO rule (code, scope, version, value, importance, published_at, effective_from)
      VALUES (${code}, ${scope}, 1, ${JSON.stringify(value)}::jsonb, 'important',
        '2019-12-01 00:00+08', '2020-01-01 00:00+08')
    `.execute(db)
  }
  await sql`
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON rule FOR EACH ROW EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON rule EXECUTE FUNCTION refuse_change();
    REVOKE UPDATE, DELETE ON rule FROM haowu_app;
  `.execute(db)
}
