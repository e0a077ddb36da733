import type { VerifiableReport } from '@haowu/shared/verification.ts'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type RequestHandler, Router } from 'express'
import type { AppDeps } from '#app.ts'
import { DomainError } from '#domain/domain-error.ts'
import { normaliseReportCode } from '#domain/inspection/report-code.ts'
import { createReportSigner } from '#domain/inspection/sign-report.ts'
import { readPublicReport } from '#domain/inspection/verify-report.ts'
import { dataHeaders } from './data-headers.ts'
import { createPrebuiltAnswers, hasAlready, type PrebuiltAnswer } from './prebuilt-answers.ts'
import type { RateLimiter } from './rate-limiter.ts'

/**
 * How long a process may tell a report without looking it up: a parcel's code is opened by a room full of viewers at once.
 * It is also the longest that a revocation takes to show, on every process and for every reader, because browsers and
 * proxies may keep the answer but must ask (`no-cache`, with an entity tag) before they show it again.
 */
const REPORT_FRESH_MS = 5_000
/** Some 3 kB each. */
const REPORTS_KEPT = 5_000

export interface PublicReports {
  /** Stands before everything else: what is fresh goes out at once, all other requests go on. */
  fromMemory: RequestHandler
  routes: Router
}

/** As everybody writes it who has scanned the code; other spellings take the longer way. */
const SCANNED = /^\/api\/reports\/([0-9A-Z]{12})$/

/** `GET /api/reports/:code`: the report behind a parcel's code, for anybody, from memory; 404 for a code nobody issued. */
export function publicReports(
  { db, secrets, config }: Pick<AppDeps, 'db' | 'secrets' | 'config'>,
  limiter: RateLimiter,
): PublicReports {
  const signer = createReportSigner(secrets.reportSigning)
  const reports = createPrebuiltAnswers({
    build: code => readVerifiable(code),
    freshMs: REPORT_FRESH_MS,
    most: REPORTS_KEPT,
  })
  const headers = dataHeaders(config.publicUrl)

  async function readVerifiable(code: string): Promise<VerifiableReport | null> {
    const report = await readPublicReport(db, { code, signer })
    if (!report) return null
    const { content: _, publishedAt, revokedAt, rubricSince, ...rest } = report
    return {
      ...rest,
      publishedAt: publishedAt?.toISOString() ?? null,
      revokedAt: revokedAt?.toISOString() ?? null,
      rubricSince: rubricSince?.toISOString() ?? null,
    }
  }

  const routes = Router()
  routes.get('/api/reports/:code', async (req, res) => {
    const code = normaliseReportCode(req.params.code)
    if (code === null) throw new DomainError('not_found', { what: 'report' })
    let answer = reports.fresh(code)
    if (answer === undefined) {
      // Only those who make us look it up are counted, so that a crowd behind one address reads on.
      await limiter.spend('api', req.ip ?? '')
      answer = await reports.get(code)
    }
    if (!answer) throw new DomainError('not_found', { what: 'report' })
    send(answer, { req, res, headers })
  })
  return {
    fromMemory: (req, res, next) => {
      const code = req.method === 'GET' ? SCANNED.exec(req.url)?.[1] : undefined
      const answer = code && reports.fresh(code)
      if (answer) send(answer, { req, res, headers })
      else next()
    },
    routes,
  }
}

function send(
  { etag, body }: PrebuiltAnswer,
  { req, res, headers }: { req: IncomingMessage; res: ServerResponse; headers: string[] },
): void {
  if (hasAlready(req.headers['if-none-match'], etag)) {
    res.writeHead(304, ['etag', etag, ...headers]).end()
    return
  }
  res.writeHead(200, ['etag', etag, 'content-length', String(body.length), ...headers])
  res.end(req.method === 'HEAD' ? undefined : body)
}
