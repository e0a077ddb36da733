import type { ErrorFacts } from '@haowu/shared/errors.ts'
import type { Fen } from '@haowu/shared/money.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'

export interface OwnWait {
  waitId: string
  itemId: string
  title: string
  categoryCode: string
  photos: unknown
  priceFen: Fen
  sessionId: string
  show: string
  showStartsAt: Date
  askedAt: Date
  /** First is 1. */
  place: number
  inLine: number
  /** Until when the piece is held at most; null while nobody holds it. */
  heldUntil: Date | null
  /** Why he could not have it when it was his turn, and since when that is known. */
  passedCode: string | null
  passedFacts: ErrorFacts | null
  passedAt: Date | null
}

/** What the streamer waits for, as it stands, longest first; a rule bounds how much it is. */
export async function listOwnWaits(
  db: Db,
  { streamerId, itemId }: { streamerId: string; itemId?: string | undefined },
): Promise<OwnWait[]> {
  const { rows } = await sql<OwnWait>`
    SELECT hold_wait.id AS wait_id, hold_wait.item_id, item.title, item.category_code, item.photos, item.price_fen,
      hold_wait.session_id, live_session.title AS show, live_session.starts_at AS show_starts_at, hold_wait.asked_at,
      line.place, line.in_line,
      CASE WHEN item.live_hold_until > app_now() THEN item.live_hold_until END AS held_until,
      hold_wait.passed_code, hold_wait.passed_facts, hold_wait.passed_at
    FROM hold_wait JOIN item ON item.id = hold_wait.item_id
      JOIN live_session ON live_session.id = hold_wait.session_id
      CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE other.no <= hold_wait.no)::int AS place, count(*)::int AS in_line
        FROM hold_wait AS other WHERE other.item_id = hold_wait.item_id AND other.state = 'waiting') AS line
    WHERE hold_wait.streamer_id = ${streamerId} AND hold_wait.state = 'waiting'
      AND (${itemId ?? null}::uuid IS NULL OR hold_wait.item_id = ${itemId ?? null}::uuid)
    ORDER BY hold_wait.no
  `.execute(db)
  return rows
}
