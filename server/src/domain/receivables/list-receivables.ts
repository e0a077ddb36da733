import { RECEIVABLE_AGES, type ReceivableAge } from '@haowu/shared/receivable-ages.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'

export interface ReceivableRow {
  id: string
  partyId: string
  partyName: string
  partyKind: string
  cause: string
  orderNo: string | null
  amountFen: bigint
  recoveredFen: bigint
  writtenOffFen: bigint
  leftFen: bigint
  ageDays: number
  drawAt: Date
  createdAt: Date
  closedAt: Date | null
  /** A proposal to give it up that waits for a second person. */
  writeOffId: string | null
  writeOffFen: bigint | null
  writeOffReason: string | null
  writeOffMakerId: string | null
  writeOffMakerName: string | null
}

export interface ReceivableQuery {
  open: boolean
  age?: ReceivableAge | undefined
  partyId?: string | undefined
  /** Id of the last row of the page before. */
  cursor?: string | undefined
  limit: number
}

/** Days at which a class ends. */
const AGE_DAYS: Record<ReceivableAge, readonly [from: number, to: number]> = {
  week: [0, 7],
  month: [8, 30],
  quarter: [31, 90],
  older: [91, 100_000],
}

const ageDays = sql<number>`business_day(app_now()) - business_day(receivable.created_at)`

/** Debts of parties, newest first, one more than `limit`. */
export async function listReceivables(db: Db, query: ReceivableQuery): Promise<ReceivableRow[]> {
  const { open, age, partyId, cursor, limit } = query
  const [from, to] = age === undefined ? [0, 100_000] : AGE_DAYS[age]
  const { rows } = await sql<ReceivableRow>`
    SELECT receivable.id, receivable.party_id, party.name AS party_name, party.kind AS party_kind, receivable.cause,
      orders.no AS order_no, receivable.amount_fen, recovered_fen, written_off_fen,
      receivable.amount_fen - recovered_fen - written_off_fen AS left_fen, ${ageDays} AS age_days, draw_at,
      receivable.created_at, receivable.closed_at, write_off.id AS write_off_id, write_off.amount_fen AS write_off_fen,
      write_off.reason AS write_off_reason, write_off.maker_id AS write_off_maker_id, maker.name AS write_off_maker_name
    FROM receivable
    JOIN party ON party.id = receivable.party_id
    LEFT JOIN orders ON orders.id = receivable.order_id
    LEFT JOIN write_off ON write_off.receivable_id = receivable.id AND write_off.state = 'proposed'
    LEFT JOIN auth.user AS maker ON maker.id = write_off.maker_id
    WHERE (receivable.closed_at IS NULL) = ${open} AND ${ageDays} BETWEEN ${from} AND ${to}
      AND (${partyId ?? null}::uuid IS NULL OR receivable.party_id = ${partyId ?? null}::uuid)
      AND (${cursor ?? null}::uuid IS NULL OR receivable.id < ${cursor ?? null}::uuid)
    ORDER BY receivable.id DESC LIMIT ${limit + 1}
  `.execute(db)
  return rows
}

export interface Ageing {
  age: ReceivableAge
  count: number
  leftFen: bigint
}

/** What is still owed by age; every class is listed, and all of them together are the balance of the receivable accounts. */
export async function readAgeing(db: Db): Promise<Ageing[]> {
  const { rows } = await sql<{ days: number; leftFen: bigint; count: number }>`
    SELECT ${ageDays} AS days, sum(amount_fen - recovered_fen - written_off_fen)::bigint AS left_fen, count(*)::int AS count
    FROM receivable WHERE closed_at IS NULL GROUP BY 1
  `.execute(db)
  return RECEIVABLE_AGES.map(age => {
    const [from, to] = AGE_DAYS[age]
    const own = rows.filter(({ days }) => days >= from && days <= to)
    return {
      age,
      count: own.reduce((count, row) => count + row.count, 0),
      leftFen: own.reduce((sum, row) => sum + row.leftFen, 0n),
    }
  })
}
