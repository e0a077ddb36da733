import { randomUUID } from 'node:crypto'
import { available, receivable } from '@haowu/server/domain/ledger/accounts.ts'
import { payoutRequested } from '@haowu/server/domain/ledger/payout-entries.ts'
import { postEntries } from '@haowu/server/domain/ledger/post-entries.ts'
import { proveLedger } from '@haowu/server/domain/ledger/prove-ledger.ts'
import { readBalance } from '@haowu/server/domain/ledger/read-balances.ts'
import { letOrdersMature } from '@haowu/server/test/build-orders.ts'
import { buildPerson, type Person as Account } from '@haowu/server/test/build-person.ts'
import { buildPaidOrder, checkoutDeps, type PaidOrder } from '@haowu/server/test/build-sale.ts'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import {
  chromiumPath,
  DESKTOP_SCREEN,
  openBrowser,
  openPerson,
  type Person,
  PHONE_SCREEN,
} from './browser.ts'
import { expectAccessible } from './expect-accessible.ts'
import { signIn } from './sign-in.ts'
import { type Stack, startStack } from './stack.ts'
import { tellInChapters } from './tell-in-chapters.ts'

const WAIT = { timeout: 45_000, interval: 200 }

/** A price was too high, and everything is paid out already: what the buyer gets back, who gives it, and who owes it since. */
describe.skipIf(!chromiumPath)('a refund after everything was paid out (needs Chromium)', () => {
  let stack: Stack
  let browser: Browser
  let buyer: Person
  let supplier: Person
  let finance: [Person, Person]
  let account: Account
  let order: PaidOrder

  beforeAll(async () => {
    stack = await startStack()
    browser = await openBrowser()
    buyer = await openPerson(browser, PHONE_SCREEN)
    supplier = await openPerson(browser, PHONE_SCREEN)
    account = await buildPerson(stack.database.db, 'supplier', { name: '常州优品二手数码' })
    order = await sell()
    await settled(order)
    const { streamerId } = order.sale.room
    const { db } = stack.database
    const amountFen = await readBalance(db, available(streamerId))
    const payout = payoutRequested({ payoutId: randomUUID(), partyId: streamerId, amountFen })
    await db.transaction().execute(trx => postEntries(trx, [payout]))
    await signIn(supplier.page, { origin: stack.origin, ...account })
    finance = [await openFinance(), await openFinance()]
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await stack?.[Symbol.asyncDispose]()
  })
  tellInChapters()

  const go = ({ page }: Person, path: string) => page.goto(`${stack.origin}${path}`)
  const debt = () => readBalance(stack.database.db, receivable(order.sale.room.streamerId))

  const sell = () =>
    buildPaidOrder(stack.database, checkoutDeps(stack.database), {
      supplierId: account.partyId,
      priceFen: 300_000n,
    })

  async function settled({ orderId }: PaidOrder): Promise<void> {
    const stateOf = () =>
      stack.database.db
        .selectFrom('orders')
        .select(['splitAt', 'settledAt'])
        .where('id', '=', orderId)
        .executeTakeFirstOrThrow()
    await vi.waitUntil(async () => (await stateOf()).splitAt, WAIT)
    await letOrdersMature(stack.database.db)
    await vi.waitUntil(async () => (await stateOf()).settledAt, WAIT)
  }

  async function openFinance(): Promise<Person> {
    const person = await openPerson(browser, DESKTOP_SCREEN)
    await signIn(person.page, { origin: stack.origin, ...(await buildPerson(stack.database.db, 'finance')) })
    return person
  }

  test('the buyer asks for a part of the price by the link of his order', async () => {
    const { page } = buyer
    await go(buyer, `/order/${order.linkToken}`)
    await page.getByRole('link', { name: '申请售后' }).click()
    await page.getByText('仅退款', { exact: true }).click()
    await page.getByLabel('原因').selectOption('not_as_reported')
    await page.getByLabel('申请金额').fill('500')
    await page.getByLabel('请说明情况').fill('成色比报告低一档，希望补偿差价。')
    await expectAccessible(buyer, 'wish for a refund')
    await page.getByRole('button', { name: '提交申请' }).click()
    await page.getByRole('heading', { name: '我的售后' }).waitFor()
    await page.getByText('等待供应商答复。').waitFor()
    await expectAccessible(buyer, 'order with an after-sale')
  })

  test('the supplier offers less, and sees before that what follows from it', async () => {
    const { page } = supplier
    await go(supplier, '/after-sales')
    await page.getByRole('link', { name: /iPhone/ }).click()
    await page.getByText('成色比报告低一档，希望补偿差价。').waitFor()
    await page.getByText('部分退款', { exact: true }).click()
    await page.getByText('买家接受后商品留在买家处，只退这部分。').waitFor()
    await page.getByLabel('愿意退的金额').fill('300')
    await page.getByLabel('说明').fill('认可差异，补偿 300 元。')
    await expectAccessible(supplier, 'after-sale of a supplier')
    await page.getByRole('button', { name: '提交答复' }).click()
    await page.getByText('供应商提出了部分退款，等待买家决定。').waitFor()
  })

  test('the buyer takes it, and the supplier at fault makes good what the streamer had been paid already', async () => {
    const { page } = buyer
    await go(buyer, `/order/${order.linkToken}`)
    await page.getByRole('button', { name: '接受并退款' }).click()
    await page.getByText('已商定退款，正在原路退回。').waitFor()
    // What the supplier makes good pays the debt of the streamer at once.
    expect(await debt()).toBe(0n)
    const [first] = finance
    await go(first, `/finance/orders/${order.orderNo}`)
    await first.page.getByRole('heading', { name: '退款与追缴' }).waitFor()
    await first.page.getByText('供应商责任').first().waitFor()
    await expectAccessible(first, 'explained order with a refund')
  })

  test('a debt is shown by age, one person cannot give it up alone, and what is earned pays it', async () => {
    const [first, second] = finance
    const next = await sell()
    await settled(next)
    const { streamerId } = next.sale.room
    const { db } = stack.database
    const amountFen = await readBalance(db, available(streamerId))
    const payout = payoutRequested({ payoutId: randomUUID(), partyId: streamerId, amountFen })
    await db.transaction().execute(trx => postEntries(trx, [payout]))
    const { requestRefund } = await import('@haowu/server/domain/orders/request-refund.ts')
    await requestRefund(stack.database, {
      orderId: next.orderId,
      supplierId: null,
      reason: 'after_sale',
      requestedBy: 'test',
      amountFen: 100_000n,
    })
    await go(first, '/finance/receivables')
    await first.page.getByRole('button', { name: '核销…' }).click()
    await first.page.getByLabel('理由').fill('主播已离开平台，金额很小')
    await first.page.getByRole('button', { name: '提交复核' }).click()
    await first.page.getByText('等待同事复核').waitFor()
    expect(await first.page.getByRole('button', { name: '同意核销' }).count()).toBe(0)
    await expectAccessible(first, 'receivables')
    await go(second, '/finance/receivables')
    await second.page.getByRole('button', { name: '同意核销' }).click()
    const dialog = second.page.getByRole('dialog')
    await dialog.getByText('主播已离开平台，金额很小').waitFor()
    await dialog.getByRole('button', { name: '同意核销' }).click()
    await second.page.getByText('没有人欠款').waitFor()
    expect(await readBalance(db, receivable(streamerId))).toBe(0n)
    expect((await proveLedger(db)).disagreement).toBeNull()
  })
})
