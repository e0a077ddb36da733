import { type RequestHandler, type Response, Router, urlencoded } from 'express'
import { z } from 'zod'
import type { Db } from '#db/database.ts'
import { keepPlans } from '#db/keep-plans.ts'
import { CASHIER_BUTTONS } from '#gateways/rail-simulator/behaviour.ts'
import {
  type CashierPayment,
  pressCashierButton,
  readCashierPayment,
} from '#gateways/rail-simulator/press-cashier-button.ts'
import { cashierPage, noPaymentPage } from './rail-cashier-page.ts'

const outTradeNo = z.string().regex(/^[0-9A-Za-z_-]{1,64}$/)
const pressed = z.strictObject({ button: z.enum(CASHIER_BUTTONS) })

/**
 * The simulated rail's cashier, `/rail/pay/:outTradeNo`: a plain form without scripts, on which a tester plays the buyer and
 * his bank. Afterwards the browser goes back to where the payment came from.
 */
export function railCashier(deps: { db: Db }): Router {
  const db = keepPlans(deps.db)
  const router = Router()
  router.get('/rail/pay/:outTradeNo', showCashier(db))
  router.post('/rail/pay/:outTradeNo', urlencoded({ extended: false, limit: '1kb' }), pressButton(db))
  return router
}

function showCashier(db: Db): RequestHandler {
  return async (request, response) => {
    const payment = await findPayment(db, request.params.outTradeNo)
    if (!payment) sendPage(response.status(404), noPaymentPage)
    else sendPage(response, nonce => cashierPage(payment, nonce))
  }
}

function pressButton(db: Db): RequestHandler {
  return async (request, response) => {
    const payment = await findPayment(db, request.params.outTradeNo)
    const form = pressed.safeParse(request.body)
    if (!payment) return sendPage(response.status(404), noPaymentPage)
    if (!form.success) return response.redirect(303, `/rail/pay/${payment.outTradeNo}`)
    await pressCashierButton(db, { outTradeNo: payment.outTradeNo, button: form.data.button })
    response.redirect(303, payment.returnUrl)
  }
}

async function findPayment(db: Db, number: unknown): Promise<CashierPayment | undefined> {
  const parsed = outTradeNo.safeParse(number)
  return parsed.success ? readCashierPayment(db, parsed.data) : undefined
}

function sendPage(response: Response, write: (nonce: string) => string): void {
  response
    .set('cache-control', 'no-store')
    .type('html')
    .send(write(String(response.locals.nonce)))
}
