import { toFenText } from '@haowu/shared/money.ts'
import { plazaFilters, plazaQuery } from '@haowu/shared/plaza.ts'
import { z } from 'zod'
import type { Db } from '#db/database.ts'
import { countPlazaFacets, type PlazaRow, readPlazaItem, searchPlaza } from '#domain/catalog/search-plaza.ts'
import { estimateEarnings } from '#domain/commission/estimate-earnings.ts'
import { createReportSigner } from '#domain/inspection/sign-report.ts'
import { readPublicReport } from '#domain/inspection/verify-report.ts'
import { listOwnHolds } from '#domain/picks/list-own-holds.ts'
import { procedure, router } from './trpc.ts'

const byStreamer = procedure({ roles: ['streamer'], tenant: 'streamer' })

/** Where streamers find pieces: offered, inspected, with what a sale would earn them. */
export const plazaRouter = router({
  search: byStreamer.input(plazaQuery).query(async ({ ctx, input }) => {
    const { rows, nextCursor } = await searchPlaza(ctx.db, input)
    const streamerId = ctx.actor.partyId
    const earns = await earningsOf(ctx.db, streamerId, rows)
    const own = await listOwnHolds(ctx.db, { streamerId, itemIds: rows.map(row => row.itemId) })
    return {
      rows: rows.map((row, index) => ({
        ...toWire(row),
        earns: earns[index] ?? null,
        heldByYou: own.get(row.itemId) ?? null,
      })),
      nextCursor,
    }
  }),

  facets: byStreamer.input(plazaFilters).query(({ ctx, input }) => countPlazaFacets(ctx.db, input)),

  item: byStreamer.input(z.strictObject({ itemId: z.uuid().toLowerCase() })).query(async ({ ctx, input }) => {
    const row = await readPlazaItem(ctx.db, input.itemId)
    const streamerId = ctx.actor.partyId
    const [earns = null] = await earningsOf(ctx.db, streamerId, [row])
    const own = await listOwnHolds(ctx.db, { streamerId, itemIds: [row.itemId] })
    const signer = createReportSigner(ctx.secrets.reportSigning)
    const report = await readPublicReport(ctx.db, { code: row.reportCode, signer })
    return { ...toWire(row), earns, report, heldByYou: own.get(row.itemId) ?? null }
  }),
})

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
