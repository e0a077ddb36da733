import { randomUUID } from 'node:crypto'
import { parseConfig } from '@haowu/server/config.ts'
import { creditDeposit } from '@haowu/server/domain/deposits/credit-deposit.ts'
import { proveLedger } from '@haowu/server/domain/ledger/prove-ledger.ts'
import { parcelRoute } from '@haowu/server/gateways/carrier-simulator/parcel-route.ts'
import { signMessage } from '@haowu/server/gateways/signed-message.ts'
import { deriveSecrets } from '@haowu/server/secrets.ts'
import { buildPerson, type Person as Account } from '@haowu/server/test/build-person.ts'
import { buildPaidOrder, checkoutDeps, type PaidOrder, TEST_CONTACT } from '@haowu/server/test/build-sale.ts'
import { signBuiltReport } from '@haowu/server/test/sign-built-report.ts'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
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

const TITLES = [
  '苹果 iPhone 15 Pro 128GB 蓝色钛金属 国行',
  '佳能 EOS R5 全画幅微单',
  '华为 Mate 60 雅川青',
] as const
const LATE = '索尼 WH-1000XM5 头戴耳机'
/** 15 % of ¥4,999, as the clause says of a sold piece that is not delivered. */
const FEE = '¥749.85'
/** The jobs look every ten seconds. */
const WAIT = { timeout: 45_000 }

/** What was sold goes out: taken on, printed, numbered, followed and judged; one is not delivered and costs its fee, one is late. */
describe.skipIf(!chromiumPath)('parcels, from the sale to the buyer’s door (needs Chromium)', () => {
  let stack: Stack
  let browser: Browser
  let supplier: Person
  let buyer: Person
  let operator: Person
  let account: Account
  const orders: PaidOrder[] = []

  beforeAll(async () => {
    stack = await startStack()
    browser = await openBrowser()
    supplier = await openPerson(browser, PHONE_SCREEN)
    buyer = await openPerson(browser, PHONE_SCREEN)
    operator = await openPerson(browser, DESKTOP_SCREEN)
    const { db, owner } = stack.database
    const own = secrets()
    account = await buildPerson(db, 'supplier', { name: '常州优品二手数码' })
    const payment = { paymentId: randomUUID(), partyId: account.partyId, amountFen: 6_000_000n }
    await db.transaction().execute(trx => creditDeposit(trx, payment))
    for (const title of [...TITLES, LATE]) {
      const deps = { ...checkoutDeps(stack.database), secrets: own }
      const order = await buildPaidOrder(stack.database, deps, { supplierId: account.partyId, title })
      const { reportId } = order.sale.item
      await signBuiltReport(owner, { reportId, seed: own.reportSigning, title })
      orders.push(order)
    }
    await signIn(supplier.page, { origin: stack.origin, ...account })
    await signIn(operator.page, { origin: stack.origin, ...(await buildPerson(db, 'operator')) })
  })
  afterAll(async () => {
    await browser?.close()
    await stack?.[Symbol.asyncDispose]()
  })
  tellInChapters()

  const secrets = () => deriveSecrets(parseConfig(stack.environment).appSecret)
  const go = ({ page }: Person, path: string) => page.goto(`${stack.origin}${path}`)
  const order = (nth: number): PaidOrder => orders[nth] ?? expect.fail('no such order')
  const record = (title: string) =>
    supplier.page.getByRole('list', { name: '订单与发货' }).getByRole('listitem').filter({ hasText: title })
  const hoursLater = (hours: number) =>
    stack.database.owner.query('UPDATE app_clock SET shift_seconds = shift_seconds + $1', [hours * 3_600])
  const stateOf = async ({ orderId }: PaidOrder) =>
    (
      await stack.database.db
        .selectFrom('orders')
        .select('state')
        .where('id', '=', orderId)
        .executeTakeFirstOrThrow()
    ).state
  const openings = async () =>
    (await stack.database.owner.query("SELECT FROM audit_log WHERE action = 'address_opened'")).rowCount

  test('a supplier sees what is due first, takes it on, and opens the address only by asking', async () => {
    const { page } = supplier
    await go(supplier, '/orders?sort=due')
    await record(TITLES[0]).getByText('接单剩 23 小时').waitFor()
    await record(TITLES[0]).getByRole('button', { name: '接单' }).click()
    await record(TITLES[0]).getByText('发货剩 47 小时').waitFor()
    await record(TITLES[0]).getByRole('link', { name: TITLES[0] }).click()
    await page.getByRole('heading', { name: '包裹' }).waitFor()
    expect(await page.getByText(TEST_CONTACT.address).count()).toBe(0)
    expect(await page.getByText(TEST_CONTACT.phone).count()).toBe(0)
    expect(await openings()).toBe(0)
    await page.getByRole('button', { name: '查看收件信息' }).click()
    await page.getByText(TEST_CONTACT.phone).waitFor()
    expect(await openings()).toBe(1)
    await expectAccessible(supplier, 'order with its address')
  })

  test('labels and slips of two parcels come as one file, and each address that is printed is logged', async () => {
    const { page } = supplier
    await go(supplier, '/orders')
    for (const nth of [0, 1]) await page.getByLabel(`选择订单 ${order(nth).orderNo}`).check()
    await page
      .getByRole('region', { name: '已选订单' })
      .getByRole('button', { name: '打印面单和随货单' })
      .click()
    await expectAccessible(supplier, 'print')
    await page.getByRole('button', { name: '生成 PDF' }).click()
    const file = page.getByRole('link', { name: '打开 PDF' })
    await file.waitFor()
    expect(await file.getAttribute('href')).toMatch(/^blob:/)
    expect(await page.getByText('没有打印').count()).toBe(0)
    expect(await openings()).toBe(3)
    await page.getByRole('button', { name: '关闭' }).first().click()
  })

  test('of pasted numbers one wrong line is named and nothing leaves; mended, all of it does', async () => {
    const { page } = supplier
    const [first, second] = [numberOnTime(0), numberOnTime(1)]
    await page.getByRole('button', { name: '批量发货' }).click()
    const table = page.getByLabel('粘贴订单号和快递单号')
    await table.fill(`${order(0).orderNo}\t顺丰\t${first}\n${order(1).orderNo}\t猫头鹰\t${second}`)
    await page.getByRole('button', { name: '先看看' }).click()
    await page.getByText(/第 2 行 · 不认识这家快递公司/).waitFor()
    await page.getByText('1 行要改').waitFor()
    expect(await page.getByRole('button', { name: /^发货 \d/ }).count()).toBe(0)
    expect(await stateOf(order(0))).toBe('paid')
    await expectAccessible(supplier, 'numbers with a wrong line')
    await table.fill(`${order(0).orderNo}\t顺丰\t${first}\n${order(1).orderNo}\t\t${second}`)
    await page.getByRole('button', { name: '先看看' }).click()
    await page.getByRole('button', { name: '发货 2 单' }).click()
    await page.getByText('已登记 2 单发货').waitFor()
    await record(TITLES[1]).getByText(second).waitFor()
    expect([await stateOf(order(0)), await stateOf(order(1))]).toEqual(['shipped', 'shipped'])
    // What carriers are asked for is told elsewhere; here they tell by themselves. Whoever is asking just now has long been
    // answered when the days go by.
    await stack.database.owner.query("UPDATE shipment SET asked_at = now() + interval '1 year'")
  })

  test('not to deliver a sold piece says before what it costs, and its buyer gets everything back', async () => {
    const { page } = supplier
    await record(TITLES[2]).getByRole('link', { name: TITLES[2] }).click()
    await page.getByRole('button', { name: '无法发货' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText(FEE).waitFor()
    await dialog.getByText(/《已售孤品砍单》第 1 版/).waitFor()
    await expectAccessible(supplier, 'not delivering')
    await dialog.getByLabel('商品损坏').check()
    await dialog.getByRole('button', { name: /^退款/ }).click()
    await page.getByText('已发起退款').first().waitFor()
    await go(buyer, `/order/${order(2).linkToken}`)
    await buyer.page
      .getByText(/已原路退回/)
      .first()
      .waitFor(WAIT)
  })

  test('what its carrier tells in any order the buyer reads in the right one; he confirms, rates, and asks', async () => {
    const { page } = buyer
    await hoursLater(73)
    await tellScans(order(0), ['delivered', 'accepted', 'in_transit', 'accepted'])
    await go(buyer, `/order/${order(0).linkToken}`)
    const way = page.getByRole('list', { name: '物流' }).getByRole('listitem')
    await way.nth(2).waitFor()
    expect(await way.locator('span:first-child').allTextContents()).toEqual(['已送达', '运输中', '已揽收'])
    await expectAccessible(buyer, 'order on its way')
    await page.getByRole('button', { name: '确认收货' }).click()
    await page.getByText('已确认收货').waitFor()
    for (const kind of ['好物', '服务', '物流'])
      await page.getByRole('group', { name: kind }).getByLabel('5 星').check({ force: true })
    await page.getByRole('button', { name: '提交评价' }).click()
    await page.getByText('谢谢，评价已收到').waitFor()
    await page.getByRole('link', { name: '申请售后' }).click()
    await page.getByText('仅退款', { exact: true }).click()
    await page.getByLabel('原因').selectOption('not_as_reported')
    await page.getByLabel('申请金额').fill('100')
    await page.getByLabel('请说明情况').fill('边框比报告多一道划痕。')
    await page.getByRole('button', { name: '提交申请' }).click()
    await page.getByText('等待供应商答复。').waitFor()
  })

  test('what was not shipped in time says by how much, and becomes a case; of what she refused she says why', async () => {
    const { page } = supplier
    await go(supplier, '/orders?sort=due&state=paid')
    await record(LATE).getByText('接单已超 49 小时').waitFor()
    await expect
      .poll(async () => {
        await go(supplier, '/cases')
        await page.getByRole('heading', { level: 1 }).waitFor()
        await page.waitForLoadState('networkidle')
        return page.getByRole('link', { name: /逾期发货/ }).count()
      }, WAIT)
      .toBe(1)
    await page.getByRole('link', { name: /已售孤品砍单/ }).click()
    await page.getByRole('button', { name: '去答复' }).click()
    await page.getByRole('textbox', { name: /^陈述/ }).fill('打包时跌落，屏幕碎裂。')
    await page.getByRole('button', { name: '提交', exact: true }).click()
    await page.getByText('打包时跌落，屏幕碎裂。').waitFor()
  })

  test('found to be the supplier’s fault, the fee is kept from the deposit, by clause, case and arithmetic', async () => {
    const { page } = operator
    await go(operator, '/operator/cases')
    await page.getByRole('link', { name: /已售孤品砍单/ }).click()
    await page.getByRole('heading', { name: '经过' }).waitFor()
    await page.keyboard.press('d')
    const dialog = page.getByRole('dialog', { name: '裁定' })
    await dialog.getByText(FEE).first().waitFor()
    await dialog.getByRole('textbox', { name: /^理由/ }).fill('出库前损坏，属供应商保管责任。')
    await dialog.getByRole('button', { name: '作出裁定' }).click()
    await page.getByText('已裁定，等申诉期结束').waitFor()
    await hoursLater(8 * 24)
    const kept = supplier.page.getByRole('region', { name: '扣除记录' })
    await expect
      .poll(async () => {
        await go(supplier, '/deposit')
        await supplier.page.waitForLoadState('networkidle')
        return kept.getByText(FEE).first().isVisible()
      }, WAIT)
      .toBe(true)
    await kept.getByRole('link', { name: /^C\d{6}-/ }).waitFor()
  })

  test('the books are right, and nobody’s page complained', async () => {
    expect((await proveLedger(stack.database.db)).disagreement).toBeNull()
    for (const person of [supplier, buyer, operator]) {
      expect(person.complaints).toEqual([])
      expect(person.refusals).toEqual([])
    }
  })

  /** A number whose parcel its carrier neither loses nor holds up. */
  function numberOnTime(nth: number): string {
    for (let n = 0; n < 100; n++) {
      const no = `SF${String(1_000_000_000_000 + nth * 100 + n)}`
      if (parcelRoute(no, new Date(0)).every(({ kind }) => kind !== 'exception' && kind !== 'returned'))
        return no
    }
    return expect.fail('every parcel is held up')
  }

  /** As the carrier pushes them, signed; each an hour after the one that comes before it on a parcel's way. */
  async function tellScans({ orderId }: PaidOrder, kinds: ('accepted' | 'in_transit' | 'delivered')[]) {
    const { trackingNo, shippedAt } = await stack.database.db
      .selectFrom('shipment')
      .select(['trackingNo', 'shippedAt'])
      .where('orderId', '=', orderId)
      .executeTakeFirstOrThrow()
    const places = ['accepted', 'in_transit', 'delivered']
    for (const kind of kinds) {
      const happenedAt = new Date(shippedAt.getTime() + (places.indexOf(kind) + 1) * 3_600_000).toISOString()
      const event = { eventNo: `${trackingNo}-${kind}`, trackingNo, kind, happenedAt, place: '上海转运中心' }
      const body = JSON.stringify({ carrier: 'sf', events: [event] })
      const headers = {
        'content-type': 'application/json',
        ...signMessage(secrets().carrierWebhook, { id: randomUUID(), body }),
      }
      const answer = await fetch(`${stack.origin}/carrier/webhook`, { method: 'POST', headers, body })
      expect(answer.status).toBe(204)
    }
  }
})
