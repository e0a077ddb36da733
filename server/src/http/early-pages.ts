import { randomBytes } from 'node:crypto'
import type { RequestHandler, Response } from 'express'
import { NONCE_PLACEHOLDER } from './nonce.ts'
import { hasAlready, type PrebuiltAnswer } from './prebuilt-answers.ts'

/** How long a page goes out as it was last composed; a new build shows after that. */
const PAGE_KEPT_MS = 1_000

interface SharedPage extends PrebuiltAnswer {
  until: number
  headers: string[]
  /** The same with the length of the body, put together once and not for each caller. */
  withLength: string[]
}

interface PrivatePage {
  until: number
  /** Headers but the policy, which carries the nonce. */
  headers: string[]
  policy: string[]
  text: string[]
}

export interface EarlyPages {
  /** Stands before everything else: a page that was composed a moment ago goes out at once, all other requests go on. */
  fromMemory: RequestHandler
  /** What was just composed the long way, with every header of it, for the next callers. */
  keepShared(res: Response, answer: PrebuiltAnswer): void
  keepPrivate(res: Response, page: string): void
}

/** As a scanned code or a sent link is written; what looks like a file takes the longer way. */
const SHARED = /^\/(?:r|room)\/[\w-]+(?:\?|$)/
const PRIVATE = /^\/order\/[\w-]+(?:\/check)?(?:\?|$)/

/**
 * The pages a crowd opens by a code or a link. They are composed the long way once in a while, and sent from memory with the
 * same headers in between. A page that is the same for everybody has no nonce; the page of one buyer's order has a new one
 * in each answer, as on the long way.
 */
export function createEarlyPages(now = () => performance.now()): EarlyPages {
  let shared: SharedPage | undefined
  let own: PrivatePage | undefined

  return {
    fromMemory(req, res, next) {
      if (req.method !== 'GET') return next()
      if (shared && shared.until > now() && SHARED.test(req.url)) {
        if (hasAlready(req.headers['if-none-match'], shared.etag)) res.writeHead(304, shared.headers).end()
        else res.writeHead(200, shared.withLength).end(shared.body)
        return
      }
      if (!own || own.until <= now() || !PRIVATE.test(req.url)) return next()
      const nonce = randomBytes(16).toString('base64')
      const body = Buffer.from(own.text.join(nonce))
      res
        .writeHead(200, [
          ...own.headers,
          'content-security-policy',
          own.policy.join(nonce),
          'content-length',
          String(body.length),
        ])
        .end(body)
    },
    keepShared(res, answer) {
      const headers = headersOf(res)
      const withLength = [...headers, 'content-length', String(answer.body.length)]
      shared = { ...answer, until: now() + PAGE_KEPT_MS, headers, withLength }
    },
    keepPrivate(res, page) {
      const policy = String(res.getHeader('content-security-policy') ?? '')
      own = {
        until: now() + PAGE_KEPT_MS,
        headers: headersOf(res, ['content-security-policy']),
        policy: policy.split(String(res.locals.nonce)),
        text: page.split(NONCE_PLACEHOLDER),
      }
    },
  }
}

/** What names one request alone is not kept: its id, and the length, which is written with the body. */
function headersOf(res: Response, without: string[] = []): string[] {
  const left = ['x-request-id', 'content-length', ...without]
  return Object.entries(res.getHeaders()).flatMap(([name, value]) =>
    left.includes(name) || value === undefined ? [] : [name, String(value)],
  )
}
