import { type RequestHandler, Router } from 'express'
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import { DomainError } from '#domain/domain-error.ts'

export interface Metrics {
  measure: RequestHandler
  routes: Router
}

/** Process figures and request times, told only to the machine itself: a scraper runs beside us, not on the internet. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const duration = new Histogram({
    name: 'http_request_seconds',
    help: 'Time to answer, by method, route and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10],
    registers: [registry],
  })
  const routes = Router()
  routes.get('/metrics', async (req, res) => {
    const local = isLoopback(req.socket.remoteAddress) && req.get('x-forwarded-for') === undefined
    if (!local) throw new DomainError('not_found')
    res.type(registry.contentType).send(await registry.metrics())
  })
  return {
    measure: (req, res, next) => {
      const stop = duration.startTimer()
      res.once('finish', () => stop({ method: req.method, route: routeOf(req.path), status: res.statusCode }))
      next()
    },
    routes,
  }
}

function isLoopback(address: string | undefined): boolean {
  return address === '::1' || address === '127.0.0.1' || address === '::ffff:127.0.0.1'
}

/** The first two parts of the path: enough to tell routes apart, too little to make a series per id. */
function routeOf(path: string): string {
  if (path.startsWith('/api/trpc/')) return '/api/trpc'
  const known = /^\/(api\/[a-z]+|assets|room|order|r|rail|ops|healthz|readyz|metrics)\b/.exec(path)
  return known?.[0] ?? 'page'
}
