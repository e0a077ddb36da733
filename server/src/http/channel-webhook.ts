import { raw, Router } from 'express'
import type { Logger } from 'pino'
import { type ReceiveDeps, receiveOrders } from '#domain/channels/receive-orders.ts'
import type { ChannelGateway } from '#gateways/channel.ts'

const MOST_BODY_BYTES = 64 * 1024

/**
 * Where a channel tells what happened to orders of its rooms, `POST /channel/kuaishou/webhook`. 204 as soon as it is kept, and for what was
 * kept before; a wrong or old signature is 401 and changes nothing.
 */
export function channelWebhook(deps: ReceiveDeps & { channel: ChannelGateway; log: Logger }): Router {
  const router = Router()
  const readBytes = raw({ type: () => true, limit: MOST_BODY_BYTES })
  router.post('/channel/kuaishou/webhook', readBytes, async (request, response) => {
    const body: unknown = request.body
    const push = deps.channel.verifyPush(request.headers, Buffer.isBuffer(body) ? body : Buffer.alloc(0))
    const kept = await receiveOrders(deps, {
      channel: deps.channel.channel,
      orders: [push],
      from: { source: 'push' },
    })
    deps.log.info({ event: push.eventId, ...kept }, 'an order told by a channel')
    response.set('cache-control', 'no-store').status(204).end()
  })
  return router
}
