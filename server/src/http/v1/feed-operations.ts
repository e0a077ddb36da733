import {
  FEED_FAILURES,
  FEED_KINDS,
  FEED_MODES,
  FEED_OUTCOMES,
  FEED_PASSES,
  FEED_STATES,
  STOCK_ANSWERS,
} from '@haowu/shared/feeds.ts'
import { z } from 'zod'
import { createFeed } from '#domain/feeds/create-feed.ts'
import { feedSettings } from '#domain/feeds/feed-settings.ts'
import { listFeedRuns } from '#domain/feeds/list-feed-runs.ts'
import { listFeeds, readFeed } from '#domain/feeds/list-feeds.ts'
import { requestFeedRun } from '#domain/feeds/request-feed-run.ts'
import { type FeedSwitch, switchFeed } from '#domain/feeds/switch-feed.ts'
import { updateFeed } from '#domain/feeds/update-feed.ts'
import { none, operation, type Operation } from './operation.ts'

const byFeed = z.strictObject({ feedId: z.uuid().toLowerCase() })
const instant = z.iso.datetime({ offset: true })

const run = z.strictObject({
  runId: z.uuid(),
  pass: z.enum(FEED_PASSES),
  startedAt: instant,
  endedAt: instant.nullable(),
  outcome: z.enum(FEED_OUTCOMES),
  failure: z.enum(FEED_FAILURES).nullable(),
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
  pages: z.int(),
  rows: z.int(),
  bytes: z.int(),
  importId: z.uuid().nullable(),
  importState: z.string().nullable(),
  counts: z.record(z.string(), z.int()).nullable(),
})

const listedFeed = z.strictObject({
  feedId: z.uuid(),
  name: z.string(),
  kind: z.enum(FEED_KINDS),
  mode: z.enum(FEED_MODES),
  everyMinutes: z.int(),
  fullHour: z.int().nullable(),
  state: z.enum(FEED_STATES),
  version: z.int(),
  nextDueAt: instant,
  /** As of when the source vouches for the stock of its items. */
  confirmedAt: instant.nullable(),
  lastFullAt: instant.nullable(),
  /** In a row. */
  failures: z.int(),
  openUntil: instant.nullable(),
  items: z.int(),
  answersForOne: z.boolean(),
  checkedAt: instant.nullable(),
  checkAnswer: z.enum(STOCK_ANSWERS).nullable(),
  checkOpenUntil: instant.nullable(),
  lastRun: run.nullable(),
})
const wholeFeed = listedFeed.extend({ config: z.record(z.string(), z.unknown()), hasSecret: z.boolean() })
const named = z.strictObject({ feedId: z.uuid() })

const switching = (to: FeedSwitch['to'], { verb, summary }: { verb: string; summary: string }) =>
  operation({
    id: `${verb}Feed`,
    method: 'post',
    path: `/feeds/{feedId}/${verb}`,
    summary,
    params: byFeed,
    query: none,
    body: null,
    answers: { 200: { says: 'Done. Twice is once.', body: named } },
    async run({ deps, holder: { supplierId, memberId }, params: { feedId } }) {
      await switchFeed(deps, { supplierId, memberId, feedId, to })
      return { status: 200, body: { feedId } }
    },
  })

/** Sources that we read by ourselves. */
export const feedOperations: Operation[] = [
  operation({
    id: 'listFeeds',
    method: 'get',
    path: '/feeds',
    summary: 'Your sources and how they are, the oldest first',
    params: none,
    query: none,
    body: null,
    answers: { 200: { says: 'All of them.', body: z.strictObject({ feeds: z.array(listedFeed) }) } },
    async run({ deps, holder }) {
      return { status: 200, body: { feeds: await listFeeds(deps.db, holder.supplierId) } }
    },
  }),
  operation({
    id: 'createFeed',
    method: 'post',
    path: '/feeds',
    summary: 'Name a source; it is read for the first time at once',
    params: none,
    query: none,
    body: feedSettings,
    answers: { 201: { says: 'It is there. Its keys are told to nobody again.', body: named } },
    async run({ deps, holder: { supplierId, memberId }, body: settings }) {
      return { status: 201, body: await createFeed(deps, { supplierId, memberId, settings }) }
    },
  }),
  operation({
    id: 'getFeed',
    method: 'get',
    path: '/feeds/{feedId}',
    summary: 'A source with its settings, never its keys',
    params: byFeed,
    query: none,
    body: null,
    answers: { 200: { says: 'The source.', body: wholeFeed } },
    async run({ deps, holder: { supplierId }, params: { feedId } }) {
      return { status: 200, body: await readFeed(deps.db, { supplierId, feedId }) }
    },
  }),
  operation({
    id: 'updateFeed',
    method: 'post',
    path: '/feeds/{feedId}',
    summary: 'Settle a source anew; keys that are not given stay, unless it is asked on another host',
    params: byFeed,
    query: none,
    body: z.strictObject({ version: z.int().min(1), settings: feedSettings }),
    answers: { 200: { says: 'The version it has now.', body: z.strictObject({ version: z.int() }) } },
    async run({ deps, holder: { supplierId, memberId }, params: { feedId }, body }) {
      return { status: 200, body: await updateFeed(deps, { ...body, supplierId, memberId, feedId }) }
    },
  }),
  switching('paused', { verb: 'pause', summary: 'Leave a source alone; its items stay as they are' }),
  switching('on', { verb: 'resume', summary: 'Read a source again, and now' }),
  switching('removed', {
    verb: 'remove',
    summary: 'Forget a source and its keys; its items stay as they are',
  }),
  operation({
    id: 'runFeed',
    method: 'post',
    path: '/feeds/{feedId}/run',
    summary: 'Read a source now; one that is being read is not read twice',
    params: byFeed,
    query: z.strictObject({ pass: z.enum(FEED_PASSES).default('sync') }),
    body: null,
    answers: { 202: { says: 'Asked for; see its runs.', body: named } },
    async run({ deps, holder: { supplierId }, params: { feedId }, query: { pass } }) {
      await requestFeedRun(deps, { supplierId, feedId, pass })
      return { status: 202, body: { feedId } }
    },
  }),
  operation({
    id: 'listFeedRuns',
    method: 'get',
    path: '/feeds/{feedId}/runs',
    summary: 'The readings of a source and what each did, newest first',
    params: byFeed,
    query: z.strictObject({
      cursor: z.uuid().toLowerCase().optional(),
      limit: z.coerce.number().int().min(1).max(100).default(20),
    }),
    body: null,
    answers: {
      200: {
        says: 'One page of runs.',
        body: z.strictObject({ runs: z.array(run), nextCursor: z.string().nullable() }),
      },
    },
    async run({ deps, holder: { supplierId }, params: { feedId }, query }) {
      const { rows, nextCursor } = await listFeedRuns(deps.db, { ...query, supplierId, feedId })
      return { status: 200, body: { runs: rows, nextCursor } }
    },
  }),
]
