import type { DepositStanding, ExitState, LadderStep } from '@haowu/shared/deposits.ts'
import type { Fen } from '@haowu/shared/money.ts'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { decodeListCursor, encodeListCursor } from '#domain/catalog/list-cursor.ts'
import { type DepositDue, readDepositDues } from './deposit-due.ts'
import { readDepositBalances } from './trade-facts.ts'

export interface DepositRow {
  id: string
  name: string
  kind: string
  state: string
  tier: string
  balanceFen: Fen
  heldFen: Fen
  freeFen: Fen
  due: DepositDue
  shortFen: Fen
  /** Of the top-up that runs. */
  step: LadderStep | null
  nextAt: Date | null
  exitState: ExitState | null
  exitDueAt: Date | null
  lastCaptureAt: Date | null
}

export interface DepositQuery {
  standing?: DepositStanding | undefined
  kind?: 'supplier' | 'streamer' | undefined
  /** A part of the party's name. */
  text?: string | undefined
  cursor?: string | undefined
  limit: number
}

interface Found extends Omit<DepositRow, 'due' | 'balanceFen' | 'heldFen' | 'freeFen' | 'shortFen'> {
  sortKey: string
}

const STANDINGS: Record<DepositStanding, RawBuilder<boolean>> = {
  short: sql`coalesce(short_fen, 0) > 0`,
  restricted: sql`step IN ('no_holds', 'no_listing', 'payouts_frozen')`,
  leaving: sql`exit_state IS NOT NULL`,
  enough: sql`coalesce(short_fen, 0) = 0`,
}

/**
 * The deposits of all suppliers and streamers, those that miss most first, by what was last reckoned; what a page shows is
 * reckoned anew for its parties together. For the platform's own people.
 */
export async function listDeposits(
  db: Db,
  { standing, kind, text, cursor, limit }: DepositQuery,
): Promise<{ rows: DepositRow[]; nextCursor: string | null }> {
  const place = cursor === undefined ? null : decodeListCursor(cursor, 'whole')
  const clauses = [sql`true`]
  if (standing) clauses.push(STANDINGS[standing])
  if (kind) clauses.push(sql`kind = ${kind}`)
  if (text) clauses.push(sql`position(lower(${text}) IN lower(name)) > 0`)
  if (place) clauses.push(sql`(short_fen, id) < (${place.key}::bigint, ${place.id}::uuid)`)
  const { rows: found } = await sql<Found>`
    WITH standing AS (
      SELECT party.id, party.name, party.kind, party.state, party.tier, coalesce(due.short_fen, 0) AS short_fen,
        top_up.step, top_up.next_at, leaving.state AS exit_state, leaving.due_at AS exit_due_at,
        (SELECT max(captured_at) FROM deposit_capture WHERE party_id = party.id) AS last_capture_at
      FROM party
      LEFT JOIN LATERAL (
        SELECT short_fen FROM deposit_due WHERE party_id = party.id ORDER BY day DESC LIMIT 1) AS due ON true
      LEFT JOIN deposit_top_up AS top_up ON top_up.party_id = party.id AND top_up.state = 'open'
      LEFT JOIN deposit_exit AS leaving ON leaving.party_id = party.id
        AND leaving.state IN ('waiting', 'sent', 'unknown', 'failed')
      WHERE party.kind IN ('supplier', 'streamer')
    )
    SELECT id, name, kind, state, tier, step, next_at, exit_state, exit_due_at, last_capture_at, short_fen::text AS sort_key
    FROM standing WHERE ${sql.join(clauses, sql` AND `)}
    ORDER BY short_fen DESC, id DESC LIMIT ${limit + 1}
  `.execute(db)
  const page = found.slice(0, limit)
  const last = found.length > limit ? page.at(-1) : undefined
  return {
    rows: await withAmounts(db, page),
    nextCursor: last ? encodeListCursor({ key: last.sortKey, id: last.id }) : null,
  }
}

async function withAmounts(db: Db, page: Found[]): Promise<DepositRow[]> {
  const ids = page.map(({ id }) => id)
  const balanceOf = await readDepositBalances(db, ids)
  const dues = await readDepositDues(db, ids)
  return page.flatMap(({ sortKey: _, ...party }) => {
    const due = dues.get(party.id)
    if (!due) return []
    const balance = balanceOf(party.id)
    const shortFen = due.dueFen > balance.balanceFen ? due.dueFen - balance.balanceFen : 0n
    return [{ ...party, ...balance, due, shortFen }]
  })
}
