import type { StatementKind } from '@haowu/shared/deposits.ts'
import type { Fen } from '@haowu/shared/money.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { deposit, depositHeld } from '#domain/ledger/accounts.ts'
import type { HoldReason } from './deposit-store.ts'

export interface StatementLine {
  id: string
  at: Date
  kind: StatementKind
  /** What moved into (positive) or out of the free and the held part. */
  freeFen: Fen
  heldFen: Fen
  /** All that is deposited after this line. */
  balanceFen: Fen
  /** What the money stood behind, for lines of holds. */
  reason: HoldReason | null
  /** A title or a number that names the cause; null where there is none to read. */
  subject: string | null
}

export interface Statement {
  /** `2026-11`, by business days. */
  month: string
  openingFen: Fen
  openingHeldFen: Fen
  lines: StatementLine[]
  closingFen: Fen
  closingHeldFen: Fen
  /** There are more lines than were read; the sums are those of the whole month. */
  isCut: boolean
}

interface Sums {
  openingFree: Fen
  openingHeld: Fen
  monthFree: Fen
  monthHeld: Fen
}

/**
 * The deposit account of one month: what there was, each movement with its cause, what there is. Opening plus lines is closing,
 * to the fen, for the free part and the held part, and a closing is the next month's opening.
 */
export async function readStatement(
  db: Db,
  { partyId, month, limit }: { partyId: string; month: string; limit: number },
): Promise<Statement> {
  const { openingFree, openingHeld, monthFree, monthHeld } = await readSums(db, { partyId, month })
  const openingFen = openingFree + openingHeld
  const rows = await readMoves(db, { partyId, month, limit: limit + 1 })
  let balanceFen = openingFen
  const lines = rows.slice(0, limit).map(row => {
    balanceFen += row.freeFen + row.heldFen
    return { ...row, balanceFen }
  })
  return {
    month,
    openingFen,
    openingHeldFen: openingHeld,
    lines,
    closingFen: openingFen + monthFree + monthHeld,
    closingHeldFen: openingHeld + monthHeld,
    isCut: rows.length > limit,
  }
}

/** Each transaction that touched the party's deposit, with what it did to both parts; `first` and `next` bound its days. */
function moves(partyId: string, month: string) {
  return sql`
    WITH own AS MATERIALIZED (
      SELECT (SELECT id FROM ledger.account WHERE code = ${deposit(partyId)}) AS free,
        (SELECT id FROM ledger.account WHERE code = ${depositHeld(partyId)}) AS held
    ), bounds AS (
      SELECT (${month} || '-01')::date AS first, ((${month} || '-01')::date + interval '1 month')::date AS next
    ), touched AS (
      SELECT transaction_id, credit AS account, amount_fen FROM ledger.leg, own WHERE credit IN (own.free, own.held)
      UNION ALL
      SELECT transaction_id, debit, -amount_fen FROM ledger.leg, own WHERE debit IN (own.free, own.held)
    ), move AS (
      SELECT transaction_id,
        coalesce(sum(amount_fen) FILTER (WHERE account = own.free), 0)::bigint AS free_fen,
        coalesce(sum(amount_fen) FILTER (WHERE account = own.held), 0)::bigint AS held_fen
      FROM touched, own GROUP BY transaction_id
    )`
}

async function readSums(db: Db, { partyId, month }: { partyId: string; month: string }): Promise<Sums> {
  const { rows } = await sql<Sums>`
    ${moves(partyId, month)}
    SELECT coalesce(sum(free_fen) FILTER (WHERE effective_on < first), 0)::bigint AS opening_free,
      coalesce(sum(held_fen) FILTER (WHERE effective_on < first), 0)::bigint AS opening_held,
      coalesce(sum(free_fen) FILTER (WHERE effective_on >= first), 0)::bigint AS month_free,
      coalesce(sum(held_fen) FILTER (WHERE effective_on >= first), 0)::bigint AS month_held
    FROM bounds, move JOIN ledger.transaction ON transaction.id = transaction_id
    WHERE effective_on < next
  `.execute(db)
  const [sums] = rows
  if (!sums) throw new Error('a statement without sums')
  return sums
}

async function readMoves(
  db: Db,
  { partyId, month, limit }: { partyId: string; month: string; limit: number },
): Promise<Omit<StatementLine, 'balanceFen'>[]> {
  const { rows } = await sql<Omit<StatementLine, 'balanceFen'>>`
    ${moves(partyId, month)}
    SELECT transaction.id::text AS id, posted_at AS at, transaction.kind, move.free_fen, move.held_fen, deposit_hold.reason,
      coalesce(item.title, trust_case.no, returned_case.no) AS subject
    FROM bounds, move
    JOIN ledger.transaction ON transaction.id = transaction_id
    LEFT JOIN ledger.hold ON transaction.id IN (hold.opened_by, hold.resolved_by)
    LEFT JOIN deposit_capture AS returned ON transaction.ref_type = 'deposit_capture' AND returned.id::text = transaction.ref_id
    LEFT JOIN trust_case AS returned_case ON returned.cause = 'case' AND returned_case.id = returned.ref_id
    LEFT JOIN deposit_hold ON deposit_hold.ledger_hold_id = hold.id
    LEFT JOIN live_hold ON deposit_hold.reason = 'live_hold' AND live_hold.id = deposit_hold.ref_id
    LEFT JOIN sample_loan ON deposit_hold.reason = 'loan' AND sample_loan.id = deposit_hold.ref_id
    LEFT JOIN trust_case ON deposit_hold.reason = 'case' AND trust_case.id = deposit_hold.ref_id
    LEFT JOIN item ON item.id = coalesce(live_hold.item_id, sample_loan.item_id)
    WHERE effective_on >= first AND effective_on < next
    ORDER BY transaction.id LIMIT ${limit}
  `.execute(db)
  return rows
}
