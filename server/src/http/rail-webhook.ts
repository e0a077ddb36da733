import { raw, Router } from 'express'
import type { Logger } from 'pino'
import type { Db } from '#db/database.ts'
import { isExitNo } from '#domain/deposits/exit.ts'
import { finishExit } from '#domain/deposits/finish-exit.ts'
import { DomainError } from '#domain/domain-error.ts'
import { captureTogether } from '#domain/orders/capture-together.ts'
import { finishRefund } from '#domain/orders/finish-refund.ts'
import { finishPayout } from '#domain/settlement/finish-payout.ts'
import type { PaymentRail, RailEvent } from '#gateways/payment-rail.ts'

const MOST_BODY_BYTES = 64 * 1024

interface WebhookDeps {
  db: Db
  rail: PaymentRail
  log: Logger
}

/**
 * Where the rail tells us what happened, `POST /rail/webhook`. It repeats a message until we answer 2xx, so 2xx is said only
 * after the effect is committed, and an effect that was there before is 2xx too. A wrong or old signature is 401 and changes
 * nothing; a signed message of a kind we do not know is noted and accepted, because repeating would not help.
 */
export function railWebhook(deps: WebhookDeps): Router {
  const router = Router()
  const readBytes = raw({ type: () => true, limit: MOST_BODY_BYTES })
  router.post('/rail/webhook', readBytes, async (request, response) => {
    const body: unknown = request.body
    const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0)
    const event = readEvent(deps, () => deps.rail.verifyCallback(request.headers, bytes))
    if (event) await applyEvent(deps, event)
    response.set('cache-control', 'no-store').status(204).end()
  })
  return router
}

function readEvent({ log }: WebhookDeps, verify: () => RailEvent): RailEvent | undefined {
  try {
    return verify()
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'bad_request') throw error
    log.error('the rail sent a signed message that we do not understand')
    return undefined
  }
}

async function applyEvent({ db, log }: WebhookDeps, event: RailEvent): Promise<void> {
  switch (event.kind) {
    case 'payment.succeeded': {
      const captured = await captureTogether(db, event)
      log.info({ event: event.id, outTradeNo: event.outTradeNo, captured }, 'payment told by the rail')
      return
    }
    case 'refund.succeeded':
    case 'refund.failed': {
      const outcome = event.kind === 'refund.succeeded' ? 'succeeded' : 'failed'
      const { outRefundNo, amountFen } = event
      await finishRefund({ db }, { outRefundNo, amountFen, outcome, why: event.kind })
      log.info({ event: event.id, outRefundNo, outcome }, 'refund told by the rail')
      return
    }
    case 'transfer.succeeded':
    case 'transfer.failed': {
      const outcome = event.kind === 'transfer.succeeded' ? 'confirmed' : 'failed'
      const { outTransferNo: no, amountFen, transferId: railTransferId, failReason: failureCode } = event
      const ended = { no, outcome, amountFen, railTransferId, failureCode } as const
      await (isExitNo(no) ? finishExit({ db }, ended) : finishPayout({ db }, ended))
      log.info({ event: event.id, outTransferNo: no, outcome }, 'transfer told by the rail')
    }
  }
}
