import { toFenText } from '@haowu/shared/money.ts'
import { COMPARED_AT_MOST, plazaFilters, plazaQuery, savedSearchInput } from '@haowu/shared/plaza.ts'
import { z } from 'zod'
import type { Db } from '#db/database.ts'
import { estimateEarnings } from '#domain/commission/estimate-earnings.ts'
import { createReportSigner } from '#domain/inspection/sign-report.ts'
import { readGenuineReport } from '#domain/inspection/verify-report.ts'
import { listOwnHolds } from '#domain/picks/list-own-holds.ts'
import { countPlazaFacets } from '#domain/plaza/count-facets.ts'
import { listSavedSearches } from '#domain/plaza/list-saved-searches.ts'
import { type PlazaRow, readPlazaItem, readPlazaItems } from '#domain/plaza/plaza-row.ts'
import { markSearchSeen, removeSearch, saveSearch } from '#domain/plaza/saved-search.ts'
import { searchPlaza } from '#domain/plaza/search-plaza.ts'
import { procedure, router } from './trpc.ts'

const byStreamer = procedure({ roles: ['streamer'], tenant: 'streamer' })
const itemId = z.uuid().toLowerCase()
const searchInput = z.strictObject({ searchId: z.uuid().toLowerCase() })

/** Where streamers find pieces: offered, inspected, with what a sale would earn them. */
export const plazaRouter = router({
  search: byStreamer.input(plazaQuery).query(async ({ ctx, input }) => {
    const { sort, cursor, limit, ...filters } = input
    const streamerId = ctx.actor.partyId
    const page = await searchPlaza(ctx.db, { filters, sort, cursor, limit, streamerId })
    return {
      rows: await withOwn(ctx.db, streamerId, page.rows),
      nextCursor: page.nextCursor,
      sellThrough: page.sellThrough,
    }
  }),

  facets: byStreamer
    .input(plazaFilters)
    .query(({ ctx, input }) => countPlazaFacets(ctx.db, input, ctx.actor.partyId)),

  item: byStreamer.input(z.strictObject({ itemId })).query(async ({ ctx, input }) => {
    const row = await readPlazaItem(ctx.db, input.itemId)
    const streamerId = ctx.actor.partyId
    const [earns = null] = await earningsOf(ctx.db, streamerId, [row])
    const own = await listOwnHolds(ctx.db, { streamerId, itemIds: [row.itemId] })
    const signer = createReportSigner(ctx.secrets.reportSigning)
    const report = await readGenuineReport(ctx.db, { code: row.reportCode, signer })
    return { ...toWire(row), earns, report, heldByYou: own.get(row.itemId) ?? null }
  }),

  /** Up to four side by side, each with its report; those that are gone are left out. A report that was changed is told as none. */
  compare: byStreamer
    .input(z.strictObject({ itemIds: z.array(itemId).min(1).max(COMPARED_AT_MOST) }))
    .query(async ({ ctx, input }) => {
      const rows = await readPlazaItems(ctx.db, [...new Set(input.itemIds)])
      const signer = createReportSigner(ctx.secrets.reportSigning)
      const seen = await withOwn(ctx.db, ctx.actor.partyId, rows)
      return Promise.all(
        seen.map(async row => ({
          ...row,
          report: await readGenuineReport(ctx.db, { code: row.reportCode, signer }),
        })),
      )
    }),

  savedSearches: byStreamer.query(({ ctx }) => listSavedSearches(ctx.db, { streamerId: ctx.actor.partyId })),

  saveSearch: byStreamer
    .input(savedSearchInput)
    .mutation(({ ctx, input }) => saveSearch(ctx, { ...input, streamerId: ctx.actor.partyId })),

  removeSearch: byStreamer
    .input(searchInput)
    .mutation(({ ctx, input }) => removeSearch(ctx, { ...input, streamerId: ctx.actor.partyId })),

  markSearchSeen: byStreamer
    .input(searchInput)
    .mutation(({ ctx, input }) => markSearchSeen(ctx, { ...input, streamerId: ctx.actor.partyId })),
})

/** Rows with what each would earn this streamer, and whether he holds it himself. */
async function withOwn(db: Db, streamerId: string, rows: PlazaRow[]) {
  const earns = await earningsOf(db, streamerId, rows)
  const own = await listOwnHolds(db, { streamerId, itemIds: rows.map(row => row.itemId) })
  return rows.map((row, index) => ({
    ...toWire(row),
    earns: earns[index] ?? null,
    heldByYou: own.get(row.itemId) ?? null,
  }))
}

function toWire({ priceFen, listedAt, stockConfirmedAt, reportExpiresAt, ...row }: PlazaRow) {
  return {
    ...row,
    priceFen: toFenText(priceFen),
    listedAt: listedAt.toISOString(),
    stockConfirmedAt: stockConfirmedAt.toISOString(),
    reportExpiresAt: reportExpiresAt.toISOString(),
  }
}

/** What a sale at the list price would bring this streamer, row by row; null where no plan applies. */
async function earningsOf(db: Db, streamerId: string, rows: PlazaRow[]) {
  const estimates = await estimateEarnings(db, { streamerId, items: rows })
  return rows.map(({ itemId }) => {
    const estimate = estimates.get(itemId)
    if (!estimate) return null
    const { planKind, rateBps, earnFen } = estimate
    return { planKind, rateBps, amountFen: toFenText(earnFen) }
  })
}
