import { formatYuan } from '@haowu/shared/money.ts'
import { CASHIER_BUTTONS, type CashierButton } from '#gateways/rail-simulator/behaviour.ts'
import type { CashierPayment } from '#gateways/rail-simulator/press-cashier-button.ts'

const LABELS: Record<CashierButton, [zh: string, en: string]> = {
  pay: ['支付成功', 'Pay'],
  refuse: ['拒绝', 'Bank refuses'],
  pay_slow: ['稍后回调', 'Pay, callback 20 s later'],
  pay_repeat: ['重复回调', 'Pay, callback three times'],
  pay_lost: ['回调丢失', 'Pay, callback lost'],
  pay_late: ['超时后支付', 'Pay after the time is over'],
}

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
  body { margin: 0 auto; max-width: 26rem; padding: 1.5rem 1rem }
  h1 { font-size: 1rem; font-weight: 500; margin: 0; overflow-wrap: anywhere }
  .amount { font-size: 2.25rem; font-variant-numeric: tabular-nums; margin: .25rem 0 1.5rem }
  button { display: block; width: 100%; min-height: 3rem; margin: .625rem 0; padding: .25rem 1rem; font: inherit;
    border: 1px solid; border-radius: .5rem; background: none; color: inherit }
  button[value=pay] { background: #0b6b3a; color: #fff; border-color: #0b6b3a }
  small { display: block; font-size: .8125rem }
  .note { margin-top: 1.5rem; font-size: .875rem }
`

/** The form while something can be paid, else only the way back. `nonce` admits the style of this very answer. */
export function cashierPage(payment: CashierPayment, nonce: string): string {
  const head = `<h1>${escapeHtml(payment.subject)}</h1><p class="amount">¥${formatYuan(payment.amountFen)}</p>`
  const back = `<p><a href="${escapeHtml(payment.returnUrl)}">返回 · <span lang="en">Back</span></a></p>`
  const body = payment.over
    ? `<p role="status">${both('这笔支付已结束', 'This payment is over')}</p>`
    : form(payment)
  return page({ title: payment.subject, body: head + body + back, nonce })
}

export function noPaymentPage(nonce: string): string {
  const body = `<h1>${both('没有这笔支付', 'There is no such payment')}</h1>`
  return page({ title: '没有这笔支付', body, nonce })
}

function form({ state }: CashierPayment): string {
  const refused =
    state === 'PAYERROR' ? `<p role="alert">${both('银行拒绝了，可以再试', 'Refused: try again')}</p>` : ''
  const buttons = CASHIER_BUTTONS.map(
    name => `<button name="button" value="${name}">${both(...LABELS[name])}</button>`,
  )
  const note = `<p class="note">${both('模拟收银台，不会扣款', 'A simulated cashier: no money moves')}</p>`
  return `${refused}<form method="post">${buttons.join('')}</form>${note}`
}

function both(zh: string, en: string): string {
  return `${zh}<small lang="en">${en}</small>`
}

function page({ title, body, nonce }: { title: string; body: string; nonce: string }): string {
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><link rel="icon" href="/mark.svg">
<title>${escapeHtml(title)} · 收银台</title><style nonce="${escapeHtml(nonce)}">${STYLE}</style></head>
<body><main>${body}</main></body></html>`
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
