import { toFenText } from '@haowu/shared/money.ts'
import { plazaFilters, plazaQuery } from '@haowu/shared/plaza.ts'
import { z } from 'zod'
import type { Db } from '#db/database.ts'
import { countPlazaFacets, type PlazaRow, readPlazaItem, searchPlaza } from '#domain/catalog/search-plaza.ts'
import { findTerms, sharesAt } from '#domain/commission/explain-terms.ts'
import type { Terms } from '#domain/commission/terms.ts'
import { createReportSigner } from '#domain/inspection/sign-report.ts'
import { readPublicReport } from '#domain/inspection/verify-report.ts'
import { procedure, router } from './trpc.ts'

const byStreamer = procedure({ roles: ['streamer'], tenant: 'streamer' })

/** Where streamers find pieces: offered, inspected, with what a sale would earn them. */
export const plazaRouter = router({
  search: byStreamer.input(plazaQuery).query(async ({ ctx, input }) => {
    const { rows, nextCursor } = await searchPlaza(ctx.db, input)
    const earns = await earningsOf(ctx.db, ctx.actor.partyId, rows)
    return { rows: rows.map((row, index) => ({ ...toWire(row), earns: earns[index] ?? null })), nextCursor }
  }),

  facets: byStreamer.input(plazaFilters).query(({ ctx, input }) => countPlazaFacets(ctx.db, input)),

  item: byStreamer.input(z.strictObject({ itemId: z.uuid().toLowerCase() })).query(async ({ ctx, input }) => {
    const row = await readPlazaItem(ctx.db, input.itemId)
    const [earns = null] = await earningsOf(ctx.db, ctx.actor.partyId, [row])
    const signer = createReportSigner(ctx.secrets.reportSigning)
    const report = await readPublicReport(ctx.db, { code: row.reportCode, signer })
    return { ...toWire(row), earns, report }
  }),
})

function toWire({ priceFen, listedAt, reportExpiresAt, ...row }: PlazaRow) {
  return {
    ...row,
    priceFen: toFenText(priceFen),
    listedAt: listedAt.toISOString(),
    reportExpiresAt: reportExpiresAt.toISOString(),
  }
}

/** What a sale at the list price would bring this streamer; null where no plan applies. Plans hang on supplier and category, so one look serves all of a kind. */
async function earningsOf(db: Db, streamerId: string, rows: PlazaRow[]) {
  const terms = new Map<string, Promise<Terms | null>>()
  const termsOf = ({ supplierId, categoryCode, itemId }: PlazaRow) => {
    const kind = `${supplierId} ${categoryCode}`
    const found = terms.get(kind) ?? findTerms(db, { itemId, streamerId })
    terms.set(kind, found)
    return found
  }
  return Promise.all(
    rows.map(async row => {
      const winner = await termsOf(row)
      if (!winner) return null
      const share = sharesAt(row.priceFen, winner).find(({ role }) => role === 'streamer')
      return {
        rateBps: winner.rateBps,
        planKind: winner.planKind,
        amountFen: toFenText(share?.amountFen ?? 0n),
      }
    }),
  )
}
