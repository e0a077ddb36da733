import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import type { AppDeps } from '#app.ts'
import { DomainError } from '#domain/domain-error.ts'
import { requireOwnReport } from '#domain/inspection/require-own-report.ts'
import { readOrder } from '#domain/orders/read-order.ts'
import { actingSupplier } from '../acting-supplier.ts'
import type { RateLimiter } from '../rate-limiter.ts'
import { parcelSlip } from './parcel-slip.ts'
import { printedReport } from './printed-report.ts'
import type { PrintLanguage } from './print-words.ts'
import { readForParcel, readGenuine } from './read-genuine.ts'
import { reportSheet } from './report-sheet.ts'

const orderId = z.uuid().toLowerCase()

/**
 * `GET /api/print/orders/:orderId/slip.pdf` (100 × 150 mm, goes into the parcel) and
 * `GET /api/print/reports/:code/report.pdf` (A4), both with `?lang=zh|en`, for the supplier whose goods they are. The same
 * version of a report is the same file, byte by byte. A report whose content no longer fits its signature is not printed.
 */
export function printPapers(deps: PrintDeps, limiter: RateLimiter): Router {
  const routes = Router()
  routes.get('/api/print/orders/:orderId/slip.pdf', async (req, res) => {
    const { supplierId, memberId } = await actingSupplier(deps, req)
    const asked = orderId.safeParse(req.params.orderId)
    if (!asked.success) throw new DomainError('not_found')
    const order = await readOrder(deps.db, { scope: { supplierId }, orderId: asked.data })
    await limiter.spend('print', memberId)
    const report = await readForParcel(deps, order.reportCode)
    const paper = await parcelSlip(printedReport(report, styleOf(deps, req)), { orderNo: order.orderNo })
    send(res, paper, `slip-${order.orderNo}.pdf`)
  })
  routes.get('/api/print/reports/:code/report.pdf', async (req, res) => {
    const { supplierId, memberId } = await actingSupplier(deps, req)
    const code = await requireOwnReport(deps.db, { supplierId, code: req.params.code })
    await limiter.spend('print', memberId)
    const report = await readGenuine(deps, code)
    send(res, await reportSheet(printedReport(report, styleOf(deps, req))), `report-${code}.pdf`)
  })
  return routes
}

type PrintDeps = Pick<AppDeps, 'db' | 'auth' | 'secrets' | 'config'>

function styleOf({ config }: PrintDeps, req: Request): { language: PrintLanguage; origin: string } {
  return { language: req.query.lang === 'en' ? 'en' : 'zh', origin: config.publicUrl }
}

/** Opened where it is, not stored: from there it goes to the printer. */
function send(res: Response, paper: Buffer, fileName: string): void {
  res
    .set({
      'content-type': 'application/pdf',
      'content-disposition': `inline; filename="${fileName}"`,
      'cache-control': 'private, no-store',
    })
    .send(paper)
}
