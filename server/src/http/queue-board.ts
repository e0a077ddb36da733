import { createBullBoard } from '@bull-board/api'
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter'
import { ExpressAdapter } from '@bull-board/express'
import { QUEUE_NAMES, type QueueName } from '@haowu/shared/queue-names.ts'
import type { Queue } from 'bullmq'
import { type RequestHandler, Router } from 'express'
import helmet from 'helmet'
import { readIdentity } from '#api/read-identity.ts'
import type { AppDeps } from '#app.ts'
import { DomainError } from '#domain/domain-error.ts'
import type { QueueBackend } from '#gateways/queue-backend.ts'

const MOUNTED_AT = '/ops/queues'

/** What the queues hold, for operators to look at and for nobody to change: payloads are ids, tables are the truth. */
export function queueBoard(deps: Pick<AppDeps, 'auth' | 'db'>, backend: QueueBackend): Router {
  const adapter = new ExpressAdapter()
  adapter.setBasePath(MOUNTED_AT)
  createBullBoard({
    queues: QUEUE_NAMES.map(name => new BullMQAdapter(openForReading(backend, name), { readOnlyMode: true })),
    serverAdapter: adapter,
    options: { uiConfig: { boardTitle: 'Haowu queues' } },
  })
  const routes = Router()
  routes.use(requireOperator(deps), boardPolicy, adapter.getRouter())
  return routes
}

/** Ready-made pages: they set their own base and styles. Scripts stay ours alone, and its web font stays away. */
const boardPolicy = helmet.contentSecurityPolicy({
  useDefaults: false,
  directives: {
    defaultSrc: ["'self'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:'],
    baseUri: ["'self'"],
    objectSrc: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
})

/** The board's types know only queues on Redis, though it asks nothing of them that the other store has not. */
function openForReading(backend: QueueBackend, name: QueueName): Queue {
  return backend.openQueue(name) as unknown as Queue
}

/** The board's own router knows no sign-in. Who is no operator learns only that he may not. */
function requireOperator(deps: Pick<AppDeps, 'auth' | 'db'>): RequestHandler {
  return async (req, _res, next) => {
    const identity = await readIdentity(deps, req.headers)
    if (!identity) throw new DomainError('unauthenticated')
    if (!identity.memberships.some(membership => membership.role === 'operator'))
      throw new DomainError('forbidden')
    next()
  }
}
