import { formatYuan } from '@haowu/shared/money.ts'
import { Router, urlencoded } from 'express'
import { z } from 'zod'
import type { Db } from '#db/database.ts'
import { CASHIER_BUTTONS, type CashierButton } from '#gateways/rail-simulator/behaviour.ts'
import {
  type CashierPayment,
  pressCashierButton,
  readCashierPayment,
} from '#gateways/rail-simulator/press-cashier-button.ts'

const outTradeNo = z.string().regex(/^[0-9A-Za-z_-]{1,64}$/)
const pressed = z.strictObject({ button: z.enum(CASHIER_BUTTONS) })

const LABELS: Record<CashierButton, string> = {
  pay: '支付成功 · Pay',
  refuse: '拒绝 · Card refused',
  pay_slow: '稍后回调 · Pay, callback 20 s later',
  pay_repeat: '重复回调 · Pay, callback three times',
  pay_lost: '回调丢失 · Pay, callback lost',
  pay_late: '超时后支付 · Pay after the hold has expired',
}

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
  body { margin: 0 auto; max-width: 26rem; padding: 1.5rem 1rem }
  h1 { font-size: 1rem; font-weight: 500; margin: 0 }
  .amount { font-size: 2.25rem; font-variant-numeric: tabular-nums; margin: .25rem 0 1.5rem }
  button { display: block; width: 100%; min-height: 3rem; margin: .625rem 0; font: inherit; border: 1px solid; border-radius: .5rem; background: none; color: inherit }
  button[value=pay] { background: #0b6b3a; color: #fff; border-color: #0b6b3a }
  .note { margin-top: 1.5rem; font-size: .875rem }
`

/**
 * The simulated rail's cashier page, `/rail/pay/:outTradeNo`: a plain form without scripts, on which the tester plays
 * the buyer and his bank. Afterwards the browser goes back to the order.
 */
export function railCashier({ db }: { db: Db }): Router {
  const router = Router()
  router.get('/rail/pay/:outTradeNo', async (request, response) => {
    const payment = await findPayment(db, request.params.outTradeNo)
    if (!payment)
      return void response.status(404).type('html').send(page('404', '<p>没有这笔支付 · No such payment</p>'))
    response
      .set('cache-control', 'no-store')
      .type('html')
      .send(payment.over ? overPage(payment) : formPage(payment))
  })
  router.post(
    '/rail/pay/:outTradeNo',
    urlencoded({ extended: false, limit: '1kb' }),
    async (request, response) => {
      const body = pressed.safeParse(request.body)
      const payment = await findPayment(db, request.params.outTradeNo ?? '')
      if (!payment)
        return void response
          .status(404)
          .type('html')
          .send(page('404', '<p>没有这笔支付 · No such payment</p>'))
      if (!body.success) return void response.redirect(303, `/rail/pay/${payment.outTradeNo}`)
      const { button } = body.data
      const accepted = await pressCashierButton(db, { outTradeNo: payment.outTradeNo, button })
      if (accepted || payment.over) return void response.redirect(303, payment.returnUrl)
      response.redirect(303, `/rail/pay/${payment.outTradeNo}`)
    },
  )
  return router
}

async function findPayment(db: Db, number: string): Promise<CashierPayment | undefined> {
  const parsed = outTradeNo.safeParse(number)
  return parsed.success ? readCashierPayment(db, parsed.data) : undefined
}

function formPage(payment: CashierPayment): string {
  const refused =
    payment.state === 'PAYERROR' ? '<p role="alert">银行拒绝了，可以再试 · Refused, try again</p>' : ''
  const buttons = CASHIER_BUTTONS.map(
    button => `<button name="button" value="${button}">${LABELS[button]}</button>`,
  ).join('')
  return page(
    payment.subject,
    `${head(payment)}${refused}<form method="post">${buttons}</form>
    <p class="note">模拟收银台，不会扣款 · A simulated cashier: no money moves.</p>`,
  )
}

function overPage(payment: CashierPayment): string {
  return page(
    payment.subject,
    `${head(payment)}<p role="status">这笔支付已结束 · This payment is over.</p>
    <p><a href="${escapeHtml(payment.returnUrl)}">返回订单 · Back to the order</a></p>`,
  )
}

function head(payment: CashierPayment): string {
  return `<h1>${escapeHtml(payment.subject)}</h1><p class="amount">¥${formatYuan(payment.amountFen)}</p>`
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>${escapeHtml(title)} · 收银台</title><style>${STYLE}</style></head><body><main>${body}</main></body></html>`
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, character => ENTITIES[character] ?? '')
}
