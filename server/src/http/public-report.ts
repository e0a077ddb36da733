import type { VerifiableReport } from '@haowu/shared/verification.ts'
import { type Request, type Response, Router } from 'express'
import type { AppDeps } from '#app.ts'
import { DomainError } from '#domain/domain-error.ts'
import { normaliseReportCode } from '#domain/inspection/report-code.ts'
import { createReportSigner } from '#domain/inspection/sign-report.ts'
import { readPublicReport } from '#domain/inspection/verify-report.ts'
import { createPrebuiltAnswers, hasAlready, type PrebuiltAnswer } from './prebuilt-answers.ts'
import type { RateLimiter } from './rate-limiter.ts'

/**
 * How long a process may tell a report without looking it up: a parcel's code is opened by a room full of viewers at once.
 * It is also the longest that a revocation takes to show, on every process and for every reader, because browsers and
 * proxies may keep the answer but must ask (`no-cache`, with an entity tag) before they show it again.
 */
export const REPORT_FRESH_MS = 5_000
/** Some 3 kB each. */
const REPORTS_KEPT = 5_000

/** `GET /api/reports/:code`: the report behind a parcel's code, for anybody, from memory; 404 for a code nobody issued. */
export function publicReport({ db, secrets }: Pick<AppDeps, 'db' | 'secrets'>, limiter: RateLimiter): Router {
  const signer = createReportSigner(secrets.reportSigning)
  const reports = createPrebuiltAnswers({
    build: code => readVerifiable(code),
    freshMs: REPORT_FRESH_MS,
    most: REPORTS_KEPT,
  })

  async function readVerifiable(code: string): Promise<VerifiableReport | null> {
    const report = await readPublicReport(db, { code, signer })
    if (!report) return null
    const { content: _, publishedAt, revokedAt, ...rest } = report
    return {
      ...rest,
      publishedAt: publishedAt?.toISOString() ?? null,
      revokedAt: revokedAt?.toISOString() ?? null,
    }
  }

  const routes = Router()
  routes.get('/api/reports/:code', (req, res) => {
    const code = normaliseReportCode(req.params.code)
    if (code === null) throw new DomainError('not_found', { what: 'report' })
    const known = reports.fresh(code)
    if (known !== undefined) return send(known, req, res)
    // Only those who make us look it up are counted, so that a crowd behind one address reads on.
    return limiter.spend('api', req.ip ?? '').then(async () => send(await reports.get(code), req, res))
  })
  return routes
}

function send(answer: PrebuiltAnswer | null, req: Request, res: Response): void {
  if (!answer) throw new DomainError('not_found', { what: 'report' })
  res.setHeader('etag', answer.etag)
  res.setHeader('cache-control', 'public, no-cache')
  if (hasAlready(req.headers['if-none-match'], answer.etag)) {
    res.writeHead(304).end()
    return
  }
  res.setHeader('content-type', 'application/json; charset=utf-8')
  res.setHeader('content-length', answer.body.length)
  res.writeHead(200).end(req.method === 'HEAD' ? undefined : answer.body)
}
