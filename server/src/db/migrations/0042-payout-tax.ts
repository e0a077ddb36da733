import { type Kysely, sql } from 'kysely'

const YUAN = 100n
const fen = (yuan: bigint) => (yuan * YUAN).toString()

/** The table of cumulative withholding on labour income, by income of the year after deductions. */
const BRACKETS = [
  { aboveFen: fen(0n), rateBps: 300, quickFen: fen(0n) },
  { aboveFen: fen(36_000n), rateBps: 1_000, quickFen: fen(2_520n) },
  { aboveFen: fen(144_000n), rateBps: 2_000, quickFen: fen(16_920n) },
  { aboveFen: fen(300_000n), rateBps: 2_500, quickFen: fen(31_920n) },
  { aboveFen: fen(420_000n), rateBps: 3_000, quickFen: fen(52_920n) },
  { aboveFen: fen(660_000n), rateBps: 3_500, quickFen: fen(85_920n) },
  { aboveFen: fen(960_000n), rateBps: 4_500, quickFen: fen(181_920n) },
]

const FIRST_RULES: [code: string, value: object][] = [
  ['labour_tax', { expenseBps: 2_000, monthlyFen: fen(5_000n), brackets: BRACKETS }],
  ['payee_cooling', { hours: 24 }],
]

/** Tax that is withheld from what individuals are paid, invoices of companies, rest after a change of account, money that came back. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const [code, value] of FIRST_RULES) {
    await sql`
      INSERT INTO rule (code, scope, version, value, importance, published_at, effective_from)
      VALUES (${code}, '*', 1, ${JSON.stringify(value)}::jsonb, 'important', '2019-12-01 00:00+08', '2020-01-01 00:00+08')
    `.execute(db)
  }
  await sql`
    ALTER TABLE payout
      ADD tax_kind text NOT NULL DEFAULT 'goods' CHECK (tax_kind IN ('goods', 'individual', 'invoice')),
      -- Withheld for the tax office; the rest is what the party gets.
      ADD tax_fen bigint NOT NULL DEFAULT 0,
      ADD net_fen bigint GENERATED ALWAYS AS (amount_fen - tax_fen) STORED,
      -- How the tax came about, figure by figure; null where none is withheld.
      ADD tax_steps jsonb,
      ADD invoice_no text CHECK (invoice_no <> ''),
      ADD return_reference text,
      ADD CONSTRAINT payout_tax_check CHECK (tax_fen >= 0 AND tax_fen < amount_fen AND (tax_fen = 0 OR tax_kind = 'individual')),
      ADD CONSTRAINT payout_invoice_check CHECK (tax_kind <> 'invoice' OR invoice_no IS NOT NULL),
      ADD CONSTRAINT payout_returned_check CHECK (state <> 'returned' OR return_reference IS NOT NULL);
    CREATE UNIQUE INDEX payout_invoice ON payout (party_id, invoice_no)
      WHERE invoice_no IS NOT NULL AND state NOT IN ('rejected', 'failed', 'returned');
  `.execute(db)
}
