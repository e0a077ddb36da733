import { FEED_LIMITS, type StockAnswer } from '@haowu/shared/feeds.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { stockConfirmedAt } from '#domain/catalog/stock-confirmed.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import type { FeedHttp } from '#gateways/feed-http.ts'
import { answersForOne, askForOne } from './adapters.ts'
import { openFeedDefinition } from './open-feed-definition.ts'
import { stockAnswer } from './stock-answer.ts'

export interface StockCheckDeps {
  db: Db
  feedHttp: FeedHttp
  secrets: { feedKeys: Buffer }
}

/** What may be done with a piece: sold; nothing, because its source has it no more; nothing yet, because nobody vouches for it. */
export type StockVerdict =
  | { verdict: 'sell' | 'unconfirmed' }
  | { verdict: 'gone'; supplierId: string; memberId: string; sku: string }

interface Piece {
  supplierId: string
  sku: string
  feedId: string
  memberId: string
  kind: string
  config: unknown
  secretSealed: Buffer | null
  mayAsk: boolean
  fresh: boolean
  dead: boolean
}

/** After so many pieces without an answer nobody waits for the source: a minute, then twice as long each time, up to ten. */
const FAILURES_TO_OPEN = 3
const OPEN_MOST_MINUTES = 10

/**
 * Asks the source that vouches for a piece whether it is still there, just before it is sold. Never waits longer than
 * FEED_LIMITS.checkMs, and not at all for a source that did not answer lately; without an answer the piece is worth what was
 * last said of it (rule `stock_check`). A piece that no source vouches for is sold on the word of its supplier.
 */
export async function checkStock(deps: StockCheckDeps, itemId: string): Promise<StockVerdict> {
  const piece = await findPiece(deps.db, itemId)
  if (!piece) return { verdict: 'sell' }
  const { supplierId, memberId, sku, fresh, dead } = piece
  const source = openFeedDefinition(deps.secrets, piece)
  const asks = answersForOne(source)
  if (!asks) return { verdict: dead && !fresh ? 'unconfirmed' : 'sell' }
  if (!piece.mayAsk) return { verdict: fresh ? 'sell' : 'unconfirmed' }
  const answer = await askInTime(signal => askForOne({ http: deps.feedHttp, source, sku, signal }))
  await note(deps.db, { itemId, feedId: piece.feedId, answer })
  if (answer === 'gone') return { verdict: 'gone', supplierId, memberId, sku }
  return { verdict: answer === 'there' || fresh ? 'sell' : 'unconfirmed' }
}

/** Whatever a source does, the buyer gets his answer: one that fails, or is late, has said nothing. */
async function askInTime(ask: (signal: AbortSignal) => Promise<number | null>): Promise<StockAnswer> {
  const signal = AbortSignal.timeout(FEED_LIMITS.checkMs)
  const late = new Promise<null>(resolve => signal.addEventListener('abort', () => resolve(null)))
  return stockAnswer(await Promise.race([ask(signal).catch(() => null), late]))
}

async function findPiece(db: Db, itemId: string): Promise<Piece | undefined> {
  const { value: rule } = await readRule(db, 'stock_check')
  const { rows } = await sql<Piece>`
    SELECT item.supplier_id, item.supplier_sku AS sku, feed.id AS feed_id, feed.member_id, feed.kind, feed.config,
      feed.secret_sealed,
      feed.state = 'on' AND coalesce(feed.open_until <= app_now(), true)
        AND coalesce(feed.check_open_until <= app_now(), true) AS may_ask,
      ${stockConfirmedAt} > app_now() - make_interval(mins => ${rule.freshMinutes}) AS fresh,
      coalesce(feed.confirmed_at, feed.created_at) < app_now() - make_interval(days => ${rule.deadDays}) AS dead
    FROM item JOIN feed_source AS feed ON feed.id = item.stock_feed_id
    WHERE item.id = ${itemId} AND item.stock_kind = 'unique' AND item.state IN ('live_held', 'checkout_held')
      AND feed.state IN ('on', 'needs_keys')
  `.execute(db)
  return rows[0]
}

/** Written past whoever holds the rows: a buyer waits for no bookkeeping. */
async function note(
  db: Db,
  { itemId, feedId, answer }: { itemId: string; feedId: string; answer: StockAnswer },
): Promise<void> {
  await sql`
    UPDATE feed_source SET checked_at = app_now(), check_answer = ${answer},
      check_failures = CASE WHEN ${answer === 'unknown'} THEN check_failures + 1 ELSE 0 END,
      check_open_until = CASE WHEN ${answer === 'unknown'} AND check_failures + 1 >= ${FAILURES_TO_OPEN}
        THEN app_now() + make_interval(mins =>
          least(2 ^ least(check_failures + 1 - ${FAILURES_TO_OPEN}, 6), ${OPEN_MOST_MINUTES})::int) END
    WHERE id = (SELECT id FROM feed_source WHERE id = ${feedId} FOR NO KEY UPDATE SKIP LOCKED)
  `.execute(db)
  if (answer !== 'there') return
  await sql`
    UPDATE item SET stock_confirmed_at = app_now()
    WHERE id = (SELECT id FROM item WHERE id = ${itemId} FOR NO KEY UPDATE SKIP LOCKED)
  `.execute(db)
}
