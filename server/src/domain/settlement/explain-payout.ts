import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { available } from '#domain/ledger/accounts.ts'
import { readEntry, type PostedEntryView } from './read-entry.ts'

export interface ExplainedPayout {
  payoutId: string
  no: string
  partyId: string
  partyName: string
  state: string
  amountFen: bigint
  taxFen: bigint
  netFen: bigint
  taxKind: string
  /** How the tax came about, figure by figure; null where none is withheld. */
  taxSteps: Record<string, string | number> | null
  /** The rule row by which it was reckoned. */
  taxRule: { id: string; version: number } | null
  createdAt: Date
  /** Where it goes: the account named when it was asked for, as far as anybody may see it. */
  holderName: string
  bankName: string
  accountNoLast4: string
  makerName: string | null
  checkerName: string | null
  decidedAt: Date | null
  /** What the party had available before it asked, and after. */
  availableBeforeFen: bigint
  availableAfterFen: bigint
  entries: PostedEntryView[]
}

type Facts = Omit<ExplainedPayout, 'taxRule' | 'availableBeforeFen' | 'availableAfterFen' | 'entries'>

/**
 * Everything about one payout's money: what was there before, what was asked for, what was withheld by which row of the tax rule and how it was
 * rounded, what arrived, and every entry with its legs. Throws `not_found`.
 */
export async function explainPayout(db: Db, { payoutNo }: { payoutNo: string }): Promise<ExplainedPayout> {
  const { rows } = await sql<Facts>`
    SELECT payout.id AS payout_id, payout.no, payout.party_id, party.name AS party_name, payout.state, amount_fen, tax_fen, net_fen, tax_kind, tax_steps,
      payout.created_at, holder_name, bank_name, account_no_last4, maker.name AS maker_name, checker.name AS checker_name, decided_at
    FROM payout
    JOIN party ON party.id = payout.party_id
    JOIN payee_account ON payee_account.id = payee_account_id
    LEFT JOIN auth.user AS maker ON maker.id = maker_id
    LEFT JOIN auth.user AS checker ON checker.id = checker_id
    WHERE payout.no = ${payoutNo}
  `.execute(db)
  const [payout] = rows
  if (!payout) throw new DomainError('not_found')
  const { rows: posted } = await sql<{ id: bigint; kind: string }>`
    SELECT id, kind FROM ledger.transaction
    WHERE key = ANY (${['requested', 'decided', 'finished', 'returned'].map(step => `payout:${payout.payoutId}:${step}`)}::text[])
    ORDER BY id
  `.execute(db)
  const entries: PostedEntryView[] = []
  for (const { id } of posted) entries.push(await readEntry(db, id))
  const asked = posted.find(({ kind }) => kind === 'payout_requested')
  const availableAfterFen = asked ? await readAvailableAt(db, payout.partyId, asked.id) : 0n
  return {
    ...payout,
    taxRule: payout.taxSteps === null ? null : await readTaxRule(db, payout.createdAt),
    availableBeforeFen: availableAfterFen + payout.amountFen,
    availableAfterFen,
    entries,
  }
}

/** What a party had available once this entry was posted. */
async function readAvailableAt(db: Db, partyId: string, entryId: bigint): Promise<bigint> {
  const { rows } = await sql<{ fen: bigint }>`
    WITH own AS (SELECT id FROM ledger.account WHERE code = ${available(partyId)})
    SELECT coalesce(sum(CASE WHEN credit = own.id THEN amount_fen ELSE -amount_fen END), 0)::bigint AS fen
    FROM own JOIN ledger.leg ON credit = own.id OR debit = own.id WHERE transaction_id <= ${entryId}
  `.execute(db)
  return rows[0]?.fen ?? 0n
}

/** The row of the tax rule that was in force when the payout was asked for. */
async function readTaxRule(db: Db, at: Date): Promise<{ id: string; version: number } | null> {
  const rule = await db
    .selectFrom('rule')
    .select(['id', 'version'])
    .where('code', '=', 'labour_tax')
    .where('effectiveFrom', '<=', at)
    .orderBy('effectiveFrom', 'desc')
    .limit(1)
    .executeTakeFirst()
  return rule ?? null
}
