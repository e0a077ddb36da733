import { raw, Router } from 'express'
import type { Logger } from 'pino'
import type { Db } from '#db/database.ts'
import { takeParcelEvents } from '#domain/orders/take-parcel-events.ts'
import type { CarrierGateway } from '#gateways/carrier.ts'

const MOST_BODY_BYTES = 64 * 1024

interface WebhookDeps {
  db: Db
  carriers: CarrierGateway
  log: Logger
}

/**
 * Where carriers push what happened to parcels, `POST /carrier/webhook`. 204 only after it is kept, and for what was kept
 * before; a wrong or old signature is 401 and changes nothing.
 */
export function carrierWebhook({ db, carriers, log }: WebhookDeps): Router {
  const router = Router()
  const readBytes = raw({ type: () => true, limit: MOST_BODY_BYTES })
  router.post('/carrier/webhook', readBytes, async (request, response) => {
    const body: unknown = request.body
    const events = carriers.verifyPush(request.headers, Buffer.isBuffer(body) ? body : Buffer.alloc(0))
    const taken = await takeParcelEvents({ db }, events)
    log.info({ events: events.length, taken }, 'parcels told by a carrier')
    response.set('cache-control', 'no-store').status(204).end()
  })
  return router
}
