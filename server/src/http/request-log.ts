import { randomUUID } from 'node:crypto'
import type { RequestHandler } from 'express'
import type { Logger } from 'pino'
import { pinoHttp } from 'pino-http'
import { describeError } from '#log.ts'

/** One line per request with an id that the answer and every failure carry. No query, body or cookie is logged. */
export function requestLog(log: Logger): RequestHandler {
  return pinoHttp({
    logger: log,
    genReqId: (_req, res) => {
      const id = randomUUID()
      res.setHeader('x-request-id', id)
      return id
    },
    serializers: {
      err: describeError,
      req: (req: { id: string; method: string; url: string }) => ({
        id: req.id,
        method: req.method,
        path: withoutSecrets(req.url),
      }),
      res: (res: { statusCode: number }) => ({ status: res.statusCode }),
    },
    customLogLevel: (_req, res) =>
      res.statusCode >= 500 ? 'error' : res.statusCode >= 400 ? 'info' : 'debug',
    // Else the library would turn errors into plain objects before `describeError` sees them.
    wrapSerializers: false,
    quietReqLogger: true,
  })
}

/** Whoever holds the link of an order or a signed file may open it, so neither belongs into a log. */
function withoutSecrets(url: string): string {
  const path = url.split('?', 1)[0] ?? ''
  return path.replace(/^\/order\/[^/]+/, '/order/-')
}
