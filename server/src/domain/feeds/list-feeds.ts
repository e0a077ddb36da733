import type {
  FeedFailure,
  FeedKind,
  FeedMode,
  FeedOutcome,
  FeedPass,
  FeedState,
  StockAnswer,
} from '@haowu/shared/feeds.ts'
import type { ImportCounts } from '@haowu/shared/imports.ts'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { type FeedConfig, FEED_CONFIGS, isFeedKind } from './feed-config.ts'

export interface ShownRun {
  runId: string
  pass: FeedPass
  startedAt: string
  endedAt: string | null
  outcome: FeedOutcome
  failure: FeedFailure | null
  facts: Record<string, string | number>
  pages: number
  rows: number
  bytes: number
  importId: string | null
  importState: string | null
  counts: ImportCounts | null
}

export interface FeedSummary {
  feedId: string
  name: string
  kind: FeedKind
  mode: FeedMode
  everyMinutes: number
  fullHour: number | null
  state: FeedState
  version: number
  nextDueAt: string
  /** As of when the source vouches for the stock of its items; null before its first reading. */
  confirmedAt: string | null
  lastFullAt: string | null
  /** In a row. */
  failures: number
  /** Until then nobody asks the source. */
  openUntil: string | null
  /** Items whose stock it vouches for. */
  items: number
  /** It can be asked for one item before that is sold; when that was done last, and what it said. */
  answersForOne: boolean
  checkedAt: string | null
  checkAnswer: StockAnswer | null
  /** Until then no buyer waits for it, because it did not answer. */
  checkOpenUntil: string | null
  lastRun: ShownRun | null
}

export interface FeedDetail extends FeedSummary {
  config: FeedConfig
  hasSecret: boolean
}

/** A run with what became of its import, as JSON so that a list of sources can carry its last one. */
export const shownRun: RawBuilder<ShownRun> = sql<ShownRun>`jsonb_build_object(
  'runId', run.id, 'pass', run.pass, 'startedAt', run.started_at, 'endedAt', run.ended_at, 'outcome', run.outcome,
  'failure', run.failure, 'facts', run.facts, 'pages', run.pages, 'rows', run.rows, 'bytes', run.bytes,
  'importId', run.import_id, 'importState', made.state, 'counts', nullif(made.counts, '{}'))`

/** The sources of a supplier, the oldest first. */
export async function listFeeds(db: Db, supplierId: string): Promise<FeedSummary[]> {
  const { rows } = await selectFeeds(db, sql`feed.supplier_id = ${supplierId}`)
  return rows.map(toSummary)
}

/** One source with its settings, never its keys. `not_found` for another supplier's and one that was removed. */
export async function readFeed(
  db: Db,
  { supplierId, feedId }: { supplierId: string; feedId: string },
): Promise<FeedDetail> {
  const { rows } = await selectFeeds(db, sql`feed.supplier_id = ${supplierId} AND feed.id = ${feedId}`)
  const [row] = rows
  if (!row || !isFeedKind(row.kind)) throw new DomainError('not_found', { what: 'feed' })
  return { ...toSummary(row), config: FEED_CONFIGS[row.kind].parse(row.config), hasSecret: row.hasSecret }
}

type DateFields = 'nextDueAt' | 'confirmedAt' | 'lastFullAt' | 'openUntil' | 'checkedAt' | 'checkOpenUntil'

interface FeedRow extends Omit<FeedSummary, DateFields | 'items'> {
  config: unknown
  hasSecret: boolean
  nextDueAt: Date
  confirmedAt: Date | null
  lastFullAt: Date | null
  openUntil: Date | null
  checkedAt: Date | null
  checkOpenUntil: Date | null
  items: bigint
}

function selectFeeds(db: Db, where: RawBuilder<unknown>) {
  return sql<FeedRow>`
    SELECT feed.id AS feed_id, feed.name, feed.kind, feed.mode, feed.every_minutes, feed.full_hour, feed.state,
      feed.version, feed.next_due_at, feed.confirmed_at, feed.last_full_at, feed.failures,
      CASE WHEN feed.open_until > app_now() THEN feed.open_until END AS open_until, feed.config,
      feed.secret_sealed IS NOT NULL AS has_secret, feed.checked_at, feed.check_answer,
      CASE WHEN feed.check_open_until > app_now() THEN feed.check_open_until END AS check_open_until,
      feed.kind IN ('jushuitan', 'wangdiantong') OR (feed.kind = 'json' AND feed.config ? 'one') AS answers_for_one,
      (SELECT count(*) FROM item WHERE item.supplier_id = feed.supplier_id AND item.stock_feed_id = feed.id) AS items,
      (SELECT ${shownRun} FROM feed_run AS run LEFT JOIN item_import AS made ON made.id = run.import_id
        WHERE run.feed_source_id = feed.id ORDER BY run.started_at DESC, run.id DESC LIMIT 1) AS last_run
    FROM feed_source AS feed WHERE ${where} AND feed.state <> 'removed' ORDER BY feed.created_at, feed.id
  `.execute(db)
}

function toSummary({ config: _, hasSecret: __, ...row }: FeedRow): FeedSummary {
  return {
    ...row,
    items: Number(row.items),
    nextDueAt: row.nextDueAt.toISOString(),
    confirmedAt: row.confirmedAt?.toISOString() ?? null,
    lastFullAt: row.lastFullAt?.toISOString() ?? null,
    openUntil: row.openUntil?.toISOString() ?? null,
    checkedAt: row.checkedAt?.toISOString() ?? null,
    checkOpenUntil: row.checkOpenUntil?.toISOString() ?? null,
    lastRun: row.lastRun,
  }
}
