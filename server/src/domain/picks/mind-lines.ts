import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { offered } from '#domain/catalog/item-states.ts'
import { heldNow, reportInForce } from '#domain/catalog/report-in-force.ts'
import { eachInTurn } from '#domain/each-in-turn.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import type { HoldDeps } from './hold-for-show.ts'
import { serveLine } from './serve-line.ts'
import { tellLine } from './tell-line.ts'
import { tellWaited } from './tell-waited.ts'
import { canUse, endWaits, type Waiting } from './wait-store.ts'

const MOST_PIECES = 200
const MOST_ENDED = 200
/** Somebody who could not have a free piece is asked again after this time, by when he may have put it right. */
const ASK_AGAIN = sql`interval '1 minute'`

export interface MindedLines {
  served: number
  ended: number
}

/**
 * Hands over what became free without anybody noticing (a hold ran out, a window opened, a process died in between), and sends
 * home whose show can no longer use the piece or whose piece is gone. Found in the tables, bounded, may run twice at once. A piece
 * that fails keeps none of the others waiting; the failures are thrown together at the end.
 */
export async function mindLines(deps: HoldDeps): Promise<MindedLines> {
  const ended = await sendHome(deps.db)
  let served = 0
  const serve = async (itemId: string) => {
    if (await serveLine(deps, { itemId })) served += 1
  }
  await eachInTurn(await findFreePieces(deps.db), serve, 'lines could not be served')
  return { served, ended }
}

/**
 * Free pieces that somebody who waits could be given now, as far as a look can tell: lines of shows far ahead, and pieces that
 * nobody may have at present, would else take the turn of all others, run after run.
 */
async function findFreePieces(db: Db): Promise<string[]> {
  const { value } = await readRule(db, 'waiting_line')
  const { rows } = await sql<{ itemId: string }>`
    SELECT hold_wait.item_id FROM hold_wait JOIN item ON item.id = hold_wait.item_id
      JOIN live_session ON live_session.id = hold_wait.session_id JOIN party ON party.id = hold_wait.streamer_id
    WHERE hold_wait.state = 'waiting' AND ${canUse(value.leastMinutes)}
      AND item.state IN ${offered} AND NOT ${heldNow} AND item.qty > 0 AND ${reportInForce}
      AND NOT EXISTS (SELECT FROM party_restriction AS restriction WHERE restriction.party_id = item.supplier_id
        AND restriction.kind = 'no_holds' AND restriction.lifted_at IS NULL)
      AND (hold_wait.passed_token IS DISTINCT FROM item.hold_token OR hold_wait.passed_at < app_now() - ${ASK_AGAIN})
    GROUP BY hold_wait.item_id ORDER BY min(coalesce(hold_wait.passed_at, hold_wait.asked_at)) LIMIT ${MOST_PIECES}
  `.execute(db)
  return rows.map(row => row.itemId)
}

async function sendHome(db: Db): Promise<number> {
  const { value } = await readRule(db, 'waiting_line')
  const isOver = sql<boolean>`id IN (SELECT hold_wait.id FROM hold_wait
    JOIN live_session ON live_session.id = hold_wait.session_id
    WHERE hold_wait.state = 'waiting' AND (live_session.state IN ('ended', 'cancelled')
      OR app_now() >= live_session.ends_at - ${value.leastMinutes}::int * interval '1 minute')
    ORDER BY hold_wait.no LIMIT ${MOST_ENDED} FOR UPDATE OF hold_wait SKIP LOCKED)`
  const isGone = sql<boolean>`id IN (SELECT hold_wait.id FROM hold_wait JOIN item ON item.id = hold_wait.item_id
    WHERE hold_wait.state = 'waiting' AND item.state NOT IN ${offered}
    ORDER BY hold_wait.no LIMIT ${MOST_ENDED} FOR UPDATE OF hold_wait SKIP LOCKED)`
  return db.transaction().execute(async trx => {
    const over = await endWaits(trx, isOver, 'over')
    const gone = await endWaits(trx, isGone, 'gone')
    const told = [...over.map(wait => ['wait_over', wait]), ...gone.map(wait => ['wait_gone', wait])] as [
      'wait_over' | 'wait_gone',
      Waiting,
    ][]
    for (const [kind, wait] of told) await tellWaited(trx, { ...wait, kind })
    for (const itemId of new Set(over.map(wait => wait.itemId))) await tellLine(trx, { itemId })
    return told.length
  })
}
