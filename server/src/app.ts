import path from 'node:path'
import express, { type Express, type RequestHandler, type Router } from 'express'
import type pg from 'pg'
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import type { Db } from './db/database.ts'
import { DomainError } from './domain/domain-error.ts'
import type { LiveHub } from './domain/live/live-hub.ts'
import type { Poster } from './domain/ledger/group-posts.ts'
import type { CarrierGateway } from './gateways/carrier.ts'
import type { ChannelGateway } from './gateways/channel.ts'
import type { FeedHttp } from './gateways/feed-http.ts'
import type { FileStore } from './gateways/files.ts'
import type { PaymentRail } from './gateways/payment-rail.ts'
import type { Auth } from './http/auth.ts'
import { authRoutes } from './http/auth-routes.ts'
import { applicationDocuments } from './http/application-documents.ts'
import { accountStatement } from './http/account-statement.ts'
import { adjustmentFiles } from './http/adjustment-files.ts'
import { ledgerFile } from './http/ledger-file.ts'
import { payoutFile } from './http/payout-file.ts'
import { orderFile } from './http/order-file.ts'
import { openLinesFile } from './http/open-lines-file.ts'
import { uploadStatement } from './http/upload-statement.ts'
import { afterSalePhotos } from './http/after-sale-photos.ts'
import { caseFiles } from './http/case-files.ts'
import { clientPages } from './http/client-pages.ts'
import { erpSimulator } from './http/erp-simulator.ts'
import { fileDownloads } from './http/file-downloads.ts'
import { healthRoutes } from './http/health.ts'
import { closeReport } from './http/close-report.ts'
import { depositStatement } from './http/deposit-statement.ts'
import { importErrors } from './http/import-errors.ts'
import { importTemplate } from './http/import-template.ts'
import { SIZE_LIMITS } from './http/limits.ts'
import { inspectionFiles } from './http/inspection-files.ts'
import { liveStreams } from './http/live-streams.ts'
import { loanPhotos } from './http/loan-photos.ts'
import { media } from './http/media.ts'
import { createMetrics } from './http/metrics.ts'
import { printPapers } from './http/print/print-papers.ts'
import { printParcels } from './http/print/print-parcels.ts'
import { answerError } from './http/problem.ts'
import { publicRooms } from './http/public-room.ts'
import { publicReports } from './http/public-report.ts'
import { orderPhotos } from './http/order-photos.ts'
import { statementSimulators } from './http/statement-simulators.ts'
import { carrierWebhook } from './http/carrier-webhook.ts'
import { channelWebhook } from './http/channel-webhook.ts'
import { railCashier } from './http/rail-cashier.ts'
import { railWebhook } from './http/rail-webhook.ts'
import { createRateLimiter } from './http/rate-limiter.ts'
import { requestLog } from './http/request-log.ts'
import { requireSameOrigin } from './http/require-same-origin.ts'
import { securityHeaders } from './http/security-headers.ts'
import { trpcRoutes } from './http/trpc-routes.ts'
import { uploadImport } from './http/upload-import.ts'
import { uploadChannelOrders } from './http/upload-orders.ts'
import { uploadParcels } from './http/upload-parcels.ts'
import { uploadPart } from './http/upload-part.ts'
import { answerProblem } from './http/v1/answer-problem.ts'
import { v1Routes } from './http/v1/v1-routes.ts'
import type { Secrets } from './secrets.ts'

export interface AppDeps {
  config: Config
  db: Db
  pool: pg.Pool
  rail: PaymentRail
  carriers: CarrierGateway
  channel: ChannelGateway
  files: FileStore
  feedHttp: FeedHttp
  auth: Auth
  log: Logger
  secrets: Secrets
  poster: Poster
  live: LiveHub
}

export interface AppOptions {
  /** Folder of the built client. */
  clientFolder?: string
  /** The queues' page for operators; absent where no queue runs, as in most tests. */
  queueBoard?: Router
}

/** The whole HTTP side, without a port: `main.ts` listens with it, tests call it directly. */
export function createApp(deps: AppDeps, options: AppOptions = {}): Express {
  const app = express()
  const { clientFolder = path.join(import.meta.dirname, '../../client/dist'), queueBoard } = options
  const limiter = createRateLimiter(deps.pool, { enabled: deps.config.rateLimits })
  const metrics = createMetrics()
  const reports = publicReports(deps, limiter)
  const rooms = publicRooms(deps, limiter)
  const pages = clientPages(clientFolder)

  app.disable('x-powered-by')
  app.disable('etag')
  app.set('trust proxy', deps.config.trustProxyHops)
  app.set('query parser', 'simple')
  app.use(reports.fromMemory, rooms.fromMemory, pages.fromMemory)
  app.use(requestLog(deps.log), metrics.measure, boundRequest, ...securityHeaders(deps.config))

  app.use(healthRoutes(deps), metrics.routes)
  app.use('/api', requireSameOrigin(deps.config.publicUrl))
  app.use('/api/auth', authRoutes(deps, limiter))
  app.use('/api/trpc', trpcRoutes(deps, limiter))
  app.use(reports.routes, rooms.routes)
  app.use(liveStreams(deps))
  app.use(v1Routes(deps, limiter))
  app.use(fileDownloads(deps))
  app.use(
    importTemplate(),
    uploadImport(deps, limiter),
    uploadPart(deps),
    uploadParcels(deps, limiter),
    uploadChannelOrders(deps, limiter),
    importErrors(deps, limiter),
    depositStatement(deps, limiter),
    accountStatement(deps, limiter),
    uploadStatement(deps, limiter),
    openLinesFile(deps, limiter),
    orderFile(deps, limiter),
    ledgerFile(deps, limiter),
    payoutFile(deps, limiter),
    adjustmentFiles(deps, limiter),
    closeReport(deps, limiter),
  )
  app.use(caseFiles(deps, limiter))
  app.use(afterSalePhotos(deps))
  app.use(inspectionFiles(deps, limiter))
  app.use(
    media(deps, limiter),
    loanPhotos(deps, limiter),
    orderPhotos(deps, limiter),
    printPapers(deps, limiter),
    printParcels(deps, limiter),
  )
  app.use(applicationDocuments(deps, limiter))
  app.use(railWebhook(deps), railCashier(deps), carrierWebhook(deps), channelWebhook(deps))
  if (deps.config.demo) app.use(erpSimulator(), statementSimulators(deps))
  if (queueBoard) app.use('/ops/queues', queueBoard)

  app.use(['/api', '/ops', '/rail', '/carrier', '/channel'], answerUnknownRoute)
  app.use(pages.routes)
  app.use('/api/v1', answerProblem)
  app.use(answerError)
  return app
}

/** Verbs we do not have, and requests with more headers than any browser sends. */
const boundRequest: RequestHandler = (req, res, next) => {
  if (!['GET', 'HEAD', 'POST', 'PUT'].includes(req.method)) {
    res.set('allow', 'GET, HEAD, POST, PUT')
    throw new DomainError('method_not_allowed')
  }
  if (req.rawHeaders.length / 2 > SIZE_LIMITS.headers) {
    res.status(431).end()
    return
  }
  next()
}

const answerUnknownRoute: RequestHandler = () => {
  throw new DomainError('not_found')
}
