import { FEED_LIMITS, type FeedFailure, type FeedMode } from '@haowu/shared/feeds.ts'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { compileRowCheck } from '#domain/imports/check-row.ts'
import type { ColumnMapping } from '#domain/imports/map-columns.ts'
import type { RowFinding } from '#domain/imports/row-finding.ts'
import { readReportRules } from '#domain/inspection/report-rules.ts'
import type { FeedHttp } from '#gateways/feed-http.ts'
import type { FeedDefinition } from './feed-config.ts'
import { failureOf } from './failure-of.ts'
import { openFeedDefinition } from './open-feed-definition.ts'
import { readFeedSample } from './read-feed-sample.ts'
import { isSameHost } from './same-host.ts'
import { type TestedOne, testOne } from './test-one.ts'

export interface FeedTest {
  supplierId: string
  definition: FeedDefinition
  mode: FeedMode
  /** A saved source, whose keys are used where none are given. */
  feedId?: string | undefined
  /** An answer that was pasted, instead of asking the source. */
  sample?: string | undefined
}

export interface TestedFeed {
  rows: { cells: Record<string, string>; findings: RowFinding[] }[]
  /** Items on the page that was read. */
  found: number
  failure: FeedFailure | null
  facts: Record<string, string | number>
  /** What it says of the first of them, asked as before a sale; null for a pasted answer and a source that cannot be asked so. */
  one: TestedOne | null
}

/** Reads one page and says how its first items would be understood, by the check that an import uses. Writes nothing. */
export async function testFeed(
  deps: { db: Db; feedHttp: FeedHttp; secrets: { feedKeys: Buffer } },
  test: FeedTest,
): Promise<TestedFeed> {
  const source = await withKeptKeys(deps, test)
  const mode = test.mode === 'price_stock' ? test.mode : 'delta'
  try {
    const signal = AbortSignal.timeout(FEED_LIMITS.idleMs)
    const sampling = {
      http: deps.feedHttp,
      source,
      mode,
      sample: test.sample,
      now: new Date(),
      signal,
    } as const
    const { mapping, rows } = await readFeedSample(sampling)
    const check = compileRowCheck(mapping, await readReportRules(deps.db))
    const shown = rows.slice(0, FEED_LIMITS.testRows).map(cells => ({
      cells: cellsByField(mapping, cells),
      findings: check(cells).findings,
    }))
    const sku = shown[0]?.cells['sku']?.trim()
    const one = test.sample === undefined ? await testOne(deps.feedHttp, source, sku) : null
    return { rows: shown, found: rows.length, failure: null, facts: {}, one }
  } catch (error) {
    return { rows: [], found: 0, ...failureOf(error), one: null }
  }
}

function cellsByField({ columns }: ColumnMapping, cells: string[]): Record<string, string> {
  return Object.fromEntries(columns.map(({ field, header }, index) => [field ?? header, cells[index] ?? '']))
}

/** Keys that stand in the form win; where there are none, those of the saved source are used. */
async function withKeptKeys(
  { db, secrets }: { db: Db; secrets: { feedKeys: Buffer } },
  { supplierId, feedId, definition }: FeedTest,
): Promise<FeedDefinition> {
  if (definition.secret || feedId === undefined) return definition
  const kept = await db
    .selectFrom('feedSource')
    .select(['id as feedId', 'kind', 'config', 'secretSealed'])
    .where('id', '=', feedId)
    .where('supplierId', '=', supplierId)
    .where('state', '<>', 'removed')
    .executeTakeFirst()
  if (!kept) throw new DomainError('not_found', { what: 'feed' })
  if (kept.kind !== definition.kind) throw new DomainError('bad_request', { field: 'kind' })
  const { secret } = openFeedDefinition(secrets, kept)
  // Keys go only where they were given for: whoever moves the address gives them again.
  if (!isSameHost((kept.config as { url: string }).url, definition.config.url)) return definition
  return { ...definition, secret } as FeedDefinition
}
