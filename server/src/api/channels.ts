import { CHANNELS, channelNo } from '@haowu/shared/channel-orders.ts'
import { toFenText } from '@haowu/shared/money.ts'
import { z } from 'zod'
import { linkAccount } from '#domain/channels/link-account.ts'
import {
  type ChannelOrderRow,
  countWaiting,
  listChannelOrders,
} from '#domain/channels/list-channel-orders.ts'
import { isListingSeen, listListings, type ListingRow } from '#domain/channels/list-listings.ts'
import {
  discardMessage,
  listMessages,
  type MessageRow,
  retryMessage,
} from '#domain/channels/list-messages.ts'
import { mapListing } from '#domain/channels/map-listing.ts'
import { type Candidate, type CandidateSide, suggestItems } from '#domain/channels/suggest-items.ts'
import { DomainError } from '#domain/domain-error.ts'
import type { Db } from '#db/database.ts'
import { pageInput, toPage } from './page.ts'
import { procedure, router } from './trpc.ts'

const bySupplier = procedure({ roles: ['supplier'], tenant: 'supplier' })
const byStreamer = procedure({ roles: ['streamer'], tenant: 'streamer' })
const byDesk = procedure({ roles: ['operator', 'finance'], tenant: 'platform' })
const byOperator = procedure({ roles: ['operator'], tenant: 'platform' })

const id = z.uuid().toLowerCase()
const listingInput = z.strictObject({ mapped: z.boolean().default(false), ...pageInput })
const oneListing = z.strictObject({ listingId: id })
const mapping = z.strictObject({ listingId: id, itemId: id })
const oneMessage = z.strictObject({ messageId: id })

/** Orders of other rooms: which of our pieces the goods there are, what was sold, and what waits for a person. */
export const channelsRouter = router({
  listingsForSupplier: bySupplier
    .input(listingInput)
    .query(({ ctx, input }) => listingPage(ctx.db, { ...input, side: { supplierId: ctx.actor.partyId } })),
  suggestForSupplier: bySupplier
    .input(oneListing)
    .query(({ ctx, input }) => suggest(ctx.db, { ...input, side: { supplierId: ctx.actor.partyId } })),
  mapForSupplier: bySupplier
    .input(mapping)
    .mutation(({ ctx, input }) =>
      mapListing(ctx, { ...input, by: { supplierId: ctx.actor.partyId }, actor: `user:${ctx.actor.userId}` }),
    ),

  listingsForStreamer: byStreamer
    .input(listingInput)
    .query(({ ctx, input }) => listingPage(ctx.db, { ...input, side: { streamerId: ctx.actor.partyId } })),
  suggestForStreamer: byStreamer
    .input(oneListing)
    .query(({ ctx, input }) => suggest(ctx.db, { ...input, side: { streamerId: ctx.actor.partyId } })),
  mapForStreamer: byStreamer
    .input(mapping)
    .mutation(({ ctx, input }) =>
      mapListing(ctx, { ...input, by: { streamerId: ctx.actor.partyId }, actor: `user:${ctx.actor.userId}` }),
    ),
  ordersForStreamer: byStreamer.input(z.strictObject(pageInput)).query(async ({ ctx, input }) => {
    const scope = { streamerId: ctx.actor.partyId }
    const rows = await listChannelOrders(ctx.db, { ...input, scope })
    const page = toPage(rows.map(orderToWire), input.limit)
    return { ...page, waiting: await countWaiting(ctx.db, scope) }
  }),

  messages: byDesk
    .input(
      z.strictObject({
        view: z.enum(['stuck', 'unmapped', 'waiting', 'done']).default('stuck'),
        ...pageInput,
      }),
    )
    .query(async ({ ctx, input: { view, ...page } }) => {
      const states = view === 'done' ? (['done', 'stale', 'discarded'] as const) : ([view] as const)
      return toPage((await listMessages(ctx.db, { ...page, states })).map(messageToWire), page.limit)
    }),
  retry: byDesk.input(oneMessage).mutation(async ({ ctx, input }) => {
    await retryMessage(ctx, { ...input, actor: `user:${ctx.actor.userId}` })
    return { retried: true }
  }),
  discard: byDesk.input(oneMessage).mutation(async ({ ctx, input }) => {
    await discardMessage(ctx, { ...input, actor: `user:${ctx.actor.userId}` })
    return { discarded: true }
  }),
  link: byOperator
    .input(z.strictObject({ channel: z.enum(CHANNELS), accountNo: channelNo, streamerId: id }))
    .mutation(async ({ ctx, input }) => {
      await linkAccount(ctx, { ...input, actor: `user:${ctx.actor.userId}` })
      return { linked: true }
    }),
})

async function listingPage(db: Db, query: z.output<typeof listingInput> & { side: CandidateSide }) {
  return toPage((await listListings(db, query)).map(listingToWire), query.limit)
}

async function suggest(db: Db, asked: { listingId: string; side: CandidateSide }) {
  if (!(await isListingSeen(db, asked))) throw new DomainError('not_found', { what: 'listing' })
  return { candidates: (await suggestItems(db, asked)).map(candidateToWire) }
}

function candidateToWire({ priceFen, ...row }: Candidate) {
  return { ...row, priceFen: toFenText(priceFen) }
}

function listingToWire({ listingId, priceFen, createdAt, ...row }: ListingRow) {
  return { id: listingId, ...row, priceFen: toFenText(priceFen), createdAt: createdAt.toISOString() }
}

function orderToWire({ channelOrderId, paidFen, refundedFen, updatedAt, ...row }: ChannelOrderRow) {
  const amounts = { paidFen: toFenText(paidFen), refundedFen: toFenText(refundedFen) }
  return { id: channelOrderId, ...row, ...amounts, updatedAt: updatedAt.toISOString() }
}

function messageToWire({ messageId, totalFen, refundedFen, receivedAt, ...row }: MessageRow) {
  const amounts = { totalFen: toFenText(totalFen), refundedFen: toFenText(refundedFen) }
  return { id: messageId, ...row, ...amounts, receivedAt: receivedAt.toISOString() }
}
