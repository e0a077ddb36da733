import { FEED_MODES, FEED_PASSES } from '@haowu/shared/feeds.ts'
import { z } from 'zod'
import { createFeed } from '#domain/feeds/create-feed.ts'
import { feedDefinition } from '#domain/feeds/feed-config.ts'
import { feedSettings } from '#domain/feeds/feed-settings.ts'
import { listFeedRuns } from '#domain/feeds/list-feed-runs.ts'
import { listFeeds, readFeed } from '#domain/feeds/list-feeds.ts'
import { requestFeedRun } from '#domain/feeds/request-feed-run.ts'
import { type FeedSwitch, switchFeed } from '#domain/feeds/switch-feed.ts'
import { testFeed } from '#domain/feeds/test-feed.ts'
import { updateFeed } from '#domain/feeds/update-feed.ts'
import { procedure, router } from './trpc.ts'

const bySupplier = procedure({ roles: ['supplier'], tenant: 'supplier' })
const feedId = z.uuid().toLowerCase()
const oneFeed = bySupplier.input(z.strictObject({ feedId }))

const switchTo = (to: FeedSwitch['to']) =>
  oneFeed.mutation(async ({ ctx, input }) => {
    const { partyId: supplierId, memberId } = ctx.actor
    await switchFeed(ctx, { ...input, supplierId, memberId, to })
    return input
  })

/** Sources that we read by ourselves: ERPs, JSON and tables behind an address. */
export const feedsRouter = router({
  list: bySupplier.query(async ({ ctx }) => ({ rows: await listFeeds(ctx.db, ctx.actor.partyId) })),

  get: oneFeed.query(({ ctx, input }) => readFeed(ctx.db, { ...input, supplierId: ctx.actor.partyId })),

  create: bySupplier.input(feedSettings).mutation(({ ctx, input: settings }) => {
    const { partyId: supplierId, memberId } = ctx.actor
    return createFeed(ctx, { supplierId, memberId, settings })
  }),

  update: bySupplier
    .input(z.strictObject({ feedId, version: z.int().min(1), settings: feedSettings }))
    .mutation(({ ctx, input }) => {
      const { partyId: supplierId, memberId } = ctx.actor
      return updateFeed(ctx, { ...input, supplierId, memberId })
    }),

  pause: switchTo('paused'),
  resume: switchTo('on'),
  remove: switchTo('removed'),

  runNow: bySupplier
    .input(z.strictObject({ feedId, pass: z.enum(FEED_PASSES) }))
    .mutation(async ({ ctx, input }) => {
      await requestFeedRun(ctx, { ...input, supplierId: ctx.actor.partyId })
      return input
    }),

  /** One page, or a pasted answer, as it would be understood. Asks the source, hence limited. */
  test: bySupplier
    .input(
      z.strictObject({
        definition: feedDefinition,
        mode: z.enum(FEED_MODES),
        feedId: feedId.optional(),
        sample: z.string().max(200_000).optional(),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const { partyId: supplierId } = ctx.actor
      if (input.sample === undefined) await ctx.limiter.spend('feed_test', supplierId)
      return testFeed(ctx, { ...input, supplierId })
    }),

  runs: bySupplier
    .input(
      z.strictObject({
        feedId,
        cursor: z.uuid().toLowerCase().optional(),
        limit: z.int().min(1).max(100).default(20),
      }),
    )
    .query(({ ctx, input }) => listFeedRuns(ctx.db, { ...input, supplierId: ctx.actor.partyId })),
})
