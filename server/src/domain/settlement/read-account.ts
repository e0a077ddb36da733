import { ACCOUNT_KINDS, type AccountKind } from '@haowu/shared/statements.ts'
import type { Fen } from '@haowu/shared/money.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { available, receivable, reserve } from '#domain/ledger/accounts.ts'

export interface AccountLine {
  /** The ledger's transaction; several lines may share one. */
  transactionId: string
  at: Date
  kind: AccountKind
  orderNo: string | null
  /** The item's title, or the number of a payout. */
  subject: string | null
  amountFen: Fen
  /** What the party has after this line, less what it owes. */
  balanceFen: Fen
}

export interface AccountStatement {
  /** `2026-11`, by business days. */
  month: string
  partyName: string
  openingFen: Fen
  lines: AccountLine[]
  closingFen: Fen
  /** Lines beyond what was read; the sums are those of the whole month. */
  isCut: boolean
}

/**
 * What is settled of a party's earnings in one month: available and kept back, less what it owes. Opening, each movement with its
 * order or payout, closing; opening plus lines is closing to the fen, and a closing is the next month's opening. A settlement stands
 * as the orders it is made of. Moves within (released, recouped) change nothing and are left out. Throws when the orders of a
 * settlement do not add up to what was posted: then a figure is wrong, and a statement that hides it is worse than none.
 */
export async function readAccount(
  db: Db,
  { partyId, month, limit }: { partyId: string; month: string; limit: number },
): Promise<AccountStatement> {
  const [sums] = await readSums(db, { partyIds: [partyId], month })
  if (!sums) throw new Error(`a statement of nobody: ${partyId}`)
  return toStatement(sums, await readLines(db, { partyIds: [partyId], month, limit: limit + 1 }), {
    month,
    limit,
  })
}

/** The same for many parties at once, in two queries; one for each party that there is. */
export async function readAccounts(
  db: Db,
  { partyIds, month }: { partyIds: string[]; month: string },
): Promise<Map<string, AccountStatement>> {
  const sums = await readSums(db, { partyIds, month })
  const lines = Map.groupBy(await readLines(db, { partyIds, month, limit: null }), line => line.partyId)
  return new Map(
    sums.map(own => [
      own.partyId,
      toStatement(own, lines.get(own.partyId) ?? [], { month, limit: Number.POSITIVE_INFINITY }),
    ]),
  )
}

function toStatement(
  { partyId, partyName, openingFen, monthFen }: Sums,
  rows: Line[],
  { month, limit }: { month: string; limit: number },
): AccountStatement {
  let balanceFen = openingFen
  const lines = rows.slice(0, limit).map(({ kind, partyId: _, ...row }) => {
    balanceFen += row.amountFen
    const known = ACCOUNT_KINDS.find(each => each === kind) ?? 'other'
    return { ...row, kind: known, balanceFen }
  })
  const isCut = rows.length > limit
  const closingFen = openingFen + monthFen
  if (!isCut && balanceFen !== closingFen)
    throw new Error(`lines of ${partyId} in ${month} end at ${balanceFen}, the ledger at ${closingFen}`)
  return { month, partyName, openingFen, lines, closingFen, isCut }
}

interface Sums {
  partyId: string
  partyName: string
  openingFen: bigint
  monthFen: bigint
}

type Line = Omit<AccountLine, 'kind' | 'balanceFen'> & { kind: string; partyId: string }

/** Each transaction that changed what a party has, with by how much; `first` and `next` bound the days of the month. */
function moves(partyIds: string[], month: string) {
  const codes = partyIds.flatMap(partyId => [available(partyId), reserve(partyId), receivable(partyId)])
  return sql`
    WITH own AS MATERIALIZED (
      SELECT id, party_id FROM ledger.account WHERE code = ANY(${codes}::text[])
    ), bounds AS (
      SELECT (${month} || '-01')::date AS first, ((${month} || '-01')::date + interval '1 month')::date AS next
    ), touched AS (
      SELECT party_id, transaction_id, amount_fen FROM own JOIN ledger.leg ON credit = own.id
      UNION ALL
      SELECT party_id, transaction_id, -amount_fen FROM own JOIN ledger.leg ON debit = own.id
    ), move AS (
      SELECT party_id, transaction_id, sum(amount_fen)::bigint AS amount_fen
      FROM touched GROUP BY party_id, transaction_id HAVING sum(amount_fen) <> 0
    )`
}

async function readSums(db: Db, { partyIds, month }: { partyIds: string[]; month: string }): Promise<Sums[]> {
  const { rows } = await sql<Sums>`
    ${moves(partyIds, month)}, summed AS (
      SELECT party_id, sum(amount_fen) FILTER (WHERE effective_on < first) AS before,
        sum(amount_fen) FILTER (WHERE effective_on >= first) AS within
      FROM bounds, move JOIN ledger.transaction ON transaction.id = transaction_id
      WHERE effective_on < next GROUP BY party_id
    )
    SELECT party.id AS party_id, party.name AS party_name, coalesce(before, 0)::bigint AS opening_fen,
      coalesce(within, 0)::bigint AS month_fen
    FROM party LEFT JOIN summed ON summed.party_id = party.id WHERE party.id = ANY(${partyIds}::uuid[])
  `.execute(db)
  return rows
}

async function readLines(
  db: Db,
  { partyIds, month, limit }: { partyIds: string[]; month: string; limit: number | null },
): Promise<Line[]> {
  const { rows } = await sql<Line>`
    ${moves(partyIds, month)}
    SELECT move.party_id, transaction.id::text AS transaction_id, posted_at AS at, transaction.kind,
      orders.no AS order_no, coalesce(item.title, payout.no) AS subject,
      coalesce(accrual.settled_fen, move.amount_fen) AS amount_fen
    FROM bounds, move
    JOIN ledger.transaction ON transaction.id = transaction_id
    LEFT JOIN accrual ON transaction.kind = 'sale_settled' AND accrual.party_id = move.party_id
      AND accrual.settlement_batch_id::text = transaction.ref_id
    LEFT JOIN refund ON transaction.ref_type = 'refund' AND refund.id::text = transaction.ref_id
    LEFT JOIN receivable_recovery AS recovery ON transaction.ref_type = 'recovery' AND recovery.id::text = transaction.ref_id
    LEFT JOIN receivable AS debt ON debt.id = recovery.receivable_id
    LEFT JOIN payout ON transaction.ref_type = 'payout' AND payout.id::text = transaction.ref_id
    LEFT JOIN orders ON orders.id = coalesce(accrual.order_id, refund.order_id, debt.order_id)
    LEFT JOIN item ON item.id = orders.item_id
    WHERE effective_on >= first AND effective_on < next
    ORDER BY transaction.id, orders.no, accrual.role LIMIT ${limit}
  `.execute(db)
  return rows
}
