import type { PayoutState } from '@haowu/shared/settlement.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import type { Place } from '#domain/keyset-cursor.ts'
import { type Page, type PageQuery, readCursor, toPage } from './keyset.ts'

export interface PayoutRow {
  payoutId: string
  no: string
  partyId: string
  partyName: string
  amountFen: bigint
  taxKind: string
  taxFen: bigint
  netFen: bigint
  taxSteps: Record<string, string | number> | null
  invoiceNo: string | null
  returnReference: string | null
  /** What one person says of its end, while a second has not agreed. */
  proposedOutcome: 'failed' | 'returned' | null
  proposedReference: string | null
  proposedBy: string | null
  proposedByName: string | null
  batchId: string | null
  state: PayoutState
  holderName: string
  bankName: string
  accountNoLast4: string
  makerId: string
  makerName: string | null
  checkerName: string | null
  failureCode: string | null
  /** What a checker must show to approve or reject: the hash of what he saw. */
  version: string
  createdAt: Date
  decidedAt: Date | null
  sentAt: Date | null
  finishedAt: Date | null
}

export interface PayoutQuery extends PageQuery {
  states?: readonly PayoutState[] | undefined
  /** Only this party's; finance leaves it out and sees all. */
  partyId?: string | undefined
  /** Also those of whose end one person has said something that a second has not agreed with. */
  withProposed?: boolean | undefined
}

/** Payouts, newest first. */
export async function listPayouts(
  db: Db,
  { states, partyId, withProposed = false, cursor, limit }: PayoutQuery,
): Promise<Page<PayoutRow>> {
  const after = readCursor(cursor)
  const { rows } = await sql<PayoutRow & { place: Place }>`
    SELECT payout.id AS payout_id, payout.no, payout.party_id, party.name AS party_name, amount_fen,
      tax_kind, tax_fen, net_fen, tax_steps, invoice_no, return_reference, proposed_outcome, proposed_reference, proposed_by,
      proposer.name AS proposed_by_name, payout.batch_id, payout.state,
      holder_name, bank_name, account_no_last4, maker_id, maker.name AS maker_name, checker.name AS checker_name, failure_code,
      encode(request_hash, 'hex') AS version, payout.created_at, decided_at, sent_at, finished_at,
      json_build_object('at', payout.created_at::text, 'id', payout.id) AS place
    FROM payout
    JOIN party ON party.id = payout.party_id
    JOIN payee_account ON payee_account.id = payee_account_id
    LEFT JOIN auth.user AS maker ON maker.id = maker_id
    LEFT JOIN auth.user AS checker ON checker.id = checker_id
    LEFT JOIN auth.user AS proposer ON proposer.id = proposed_by
    WHERE (${states ?? null}::text[] IS NULL OR payout.state = ANY(${states ?? null}::text[])
        OR (${withProposed} AND proposed_outcome IS NOT NULL))
      AND (${partyId ?? null}::uuid IS NULL OR payout.party_id = ${partyId ?? null}::uuid)
      AND (${after?.at ?? null}::timestamptz IS NULL
        OR (payout.created_at, payout.id) < (${after?.at ?? null}::timestamptz, ${after?.id ?? null}::uuid))
    ORDER BY payout.created_at DESC, payout.id DESC
    LIMIT ${limit + 1}
  `.execute(db)
  return toPage(rows, limit)
}
