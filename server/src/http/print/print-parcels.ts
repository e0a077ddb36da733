import { type Request, type RequestHandler, type Response, Router } from 'express'
import { z } from 'zod'
import type { AppDeps } from '#app.ts'
import { DomainError } from '#domain/domain-error.ts'
import { type OrderDetail, readOrder } from '#domain/orders/read-order.ts'
import { readShippingAddress } from '#domain/orders/read-shipping-address.ts'
import { type ActingSupplier, actingSupplier } from '../acting-supplier.ts'
import type { RateLimiter } from '../rate-limiter.ts'
import { readJson } from '../read-json.ts'
import { drawSlip } from './parcel-slip.ts'
import { createSheet, type Sheet } from './pdf-sheet.ts'
import { PRINT_WORDS, type PrintLanguage } from './print-words.ts'
import { printedReport } from './printed-report.ts'
import { readForParcel } from './read-genuine.ts'
import { drawLabel } from './shipping-label.ts'

const MOST_ORDERS = 100
const A6_MM: [number, number] = [105, 148]
const TELL_EVERY = 5

const wish = z.strictObject({
  orderIds: z.array(z.uuid().toLowerCase()).min(1).max(MOST_ORDERS),
  papers: z.enum(['labels', 'slips', 'both']),
  lang: z.enum(['zh', 'en']),
})

interface Acting extends Record<string, unknown> {
  acting: ActingSupplier
}

type PrintDeps = Pick<AppDeps, 'db' | 'auth' | 'secrets' | 'config'>

/**
 * `POST /api/print/parcels {orderIds, papers, lang}`: the labels and slips of many orders as one file on A6, order by order. The answer
 * comes line by line: `{done, of}` on the way, at last `{pdf, missing}` with the file in base64 and what could not be printed, by order and
 * reason. Each address that is printed is logged as opened. An order of somebody else is 404 before anything is printed.
 */
export function printParcels(deps: PrintDeps, limiter: RateLimiter): Router {
  const routes = Router()
  /** Whoever may not print is told so before his words are read. */
  const admit: RequestHandler<object, unknown, unknown, object, Acting> = async (req, res, next) => {
    res.locals.acting = await actingSupplier(deps, req as Request)
    next()
  }
  routes.post(
    '/api/print/parcels',
    admit,
    readJson(),
    async (req: Request, res: Response<unknown, Acting>) => {
      const { supplierId, memberId } = res.locals.acting
      const asked = wish.safeParse(req.body)
      if (!asked.success) throw new DomainError('bad_request', { field: 'body' })
      const { papers, lang } = asked.data
      const orders: OrderDetail[] = []
      for (const orderId of new Set(asked.data.orderIds))
        orders.push(await readOrder(deps.db, { scope: { supplierId }, orderId }))
      await limiter.spend('print', memberId)
      res.set({ 'content-type': 'application/x-ndjson', 'cache-control': 'private, no-store' })
      const say = (line: object) => res.write(`${JSON.stringify(line)}\n`)
      const batch = startBatch(
        deps,
        { supplierId, actor: `member:${memberId}`, papers, language: lang },
        orders,
      )
      for (const [at, order] of orders.entries()) {
        await batch.add(order)
        if ((at + 1) % TELL_EVERY === 0) say({ done: at + 1, of: orders.length })
      }
      say(await batch.end())
      res.end()
    },
  )
  return routes
}

interface BatchWish {
  supplierId: string
  actor: string
  papers: 'labels' | 'slips' | 'both'
  language: PrintLanguage
}

type Draw = (sheet: Sheet) => void

function startBatch(deps: PrintDeps, { papers, language, ...by }: BatchWish, orders: OrderDetail[]) {
  const words = PRINT_WORDS[language]
  const sheet = createSheet({
    mm: A6_MM,
    marginMm: 6,
    title: `${words.label} ${orders.length}`,
    madeAt: orders[0]?.paidAt ?? new Date(0),
  })
  const feet: string[] = []
  const missing: { orderNo: string; reason: string }[] = []
  const page = (draw: Draw, foot: string) => {
    if (feet.length > 0) sheet.newPage()
    draw(sheet)
    feet.push(foot)
  }
  return {
    async add(order: OrderDetail) {
      const { orderId, orderNo } = order
      try {
        // Both are read before either is drawn, so that no parcel gets half of its papers.
        const to = papers === 'slips' ? null : await readShippingAddress(deps, { ...by, orderId })
        const report = papers === 'labels' ? null : await readForParcel(deps, order.reportCode)
        const trackingNo = order.shipment?.trackingNo ?? null
        if (to) page(into => drawLabel(into, { ...order, trackingNo, to }, words), words.labelNote)
        if (!report) return
        const printed = printedReport(report, { language, origin: deps.config.publicUrl })
        page(into => drawSlip(into, printed, { orderNo }), printed.address)
      } catch (error) {
        if (!(error instanceof DomainError)) throw error
        missing.push({ orderNo, reason: error.code })
      }
    },
    async end() {
      const pdf = await sheet.finish(at => feet[at - 1] ?? '')
      return { pdf: feet.length === 0 ? null : pdf.toString('base64'), missing }
    },
  }
}
