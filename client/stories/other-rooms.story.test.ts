import { randomUUID } from 'node:crypto'
import { parseConfig } from '@haowu/server/config.ts'
import { createPlan } from '@haowu/server/domain/commission/create-plan.ts'
import { creditDeposit } from '@haowu/server/domain/deposits/credit-deposit.ts'
import { proveLedger } from '@haowu/server/domain/ledger/prove-ledger.ts'
import { signMessage } from '@haowu/server/gateways/signed-message.ts'
import { deriveSecrets } from '@haowu/server/secrets.ts'
import { buildPerson } from '@haowu/server/test/build-person.ts'
import { buildToldOrder } from '@haowu/server/test/build-channel-order.ts'
import { buildShow, buildSlots } from '@haowu/server/test/build-show.ts'
import type { ChannelOrderBody } from '@haowu/shared/channel-orders.ts'
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
import { type Cast, openCast } from './cast.ts'
import { expectAccessible } from './expect-accessible.ts'
import { signIn } from './sign-in.ts'
import { type Stack, startStack } from './stack.ts'
import { tellInChapters } from './tell-in-chapters.ts'

const WAIT = { timeout: 45_000 }
const PIECES = ['孤品 苹果 iPhone 15 Pro 256GB 原色钛金属', '孤品 佳能 EOS R5 全画幅微单'] as const
const HEADER = '订单编号,商品ID,商品标题,商家编码,实付款,订单状态,付款时间,收货人,手机号,省市区,详细地址'

/** Sold in the streamer's room on another platform: told by a file, by signed messages in any order, and split as everything is. */
describe.skipIf(!chromiumPath)('orders from other rooms (needs Chromium)', () => {
  let stack: Stack
  let browser: Browser
  let cast: Cast
  let streamer: Person
  let supplier: Person
  let finance: Person
  let operator: Person
  const told = { first: '', second: '' }

  beforeAll(async () => {
    stack = await startStack()
    cast = await openCast(stack)
    const { db } = stack.database
    const plan = { kind: 'open', name: '普通', categoryCode: null, serviceRateBps: 0, rateBps: 800 } as const
    await createPlan({ db }, { ...plan, streamerIds: [], supplierId: cast.supplier.partyId })
    const payment = { paymentId: randomUUID(), partyId: cast.streamer.partyId, amountFen: 10_000_000n }
    await db.transaction().execute(trx => creditDeposit(trx, payment))
    const show = await buildShow(stack.database, { streamerId: cast.streamer.partyId })
    for (const title of PIECES) {
      const wishes = { count: 1, supplierId: cast.supplier.partyId, title, priceFen: 499_900n }
      await buildSlots(stack.database, show, wishes)
    }
    browser = await openBrowser()
    streamer = await openPerson(browser, PHONE_SCREEN)
    supplier = await openPerson(browser, PHONE_SCREEN)
    finance = await openPerson(browser, DESKTOP_SCREEN)
    operator = await openPerson(browser, DESKTOP_SCREEN)
    const desk = await buildPerson(db, 'operator')
    for (const [person, who] of [
      [streamer, cast.streamer],
      [supplier, cast.supplier],
      [finance, cast.maker],
    ] as const)
      await signIn(person.page, { origin: stack.origin, email: who.email })
    await signIn(operator.page, { origin: stack.origin, ...desk })
  })
  afterAll(async () => {
    await browser?.close()
    await stack?.[Symbol.asyncDispose]()
  })
  tellInChapters()

  const go = ({ page }: Person, path: string) => page.goto(`${stack.origin}${path}`)
  const record = (title: string) =>
    streamer.page
      .getByRole('list', { name: '其他直播间订单' })
      .getByRole('listitem')
      .filter({ hasText: title })
  const line = (order: ChannelOrderBody, paid: string) =>
    [
      order.oid,
      order.itemId,
      order.itemTitle,
      order.relSkuCode,
      paid,
      '待发货',
      shanghai(order.payTime ?? 0),
      '王小美',
      '13812345678',
      '江苏省 常州市',
      '人民路 1 号',
    ].join(',')
  const first = buildToldOrder({
    itemTitle: '【今晚】苹果 15 Pro 钛色',
    updateTime: minuteOf(-60),
    payTime: minuteOf(-60),
  })
  const second = buildToldOrder({
    itemTitle: '【今晚】佳能 R5 单机身',
    updateTime: minuteOf(-50),
    payTime: minuteOf(-50),
  })

  test('a file of orders is looked at first; one bad line is named with what stands there, and nothing is taken', async () => {
    const { page } = streamer
    await go(streamer, '/other-rooms')
    await page.getByText('还没有其他直播间的订单').waitFor()
    await page.getByRole('button', { name: '上传订单' }).first().click()
    await choose([line(first, '4999.00'), line(second, '四千九')])
    await page.getByText(/第 3 行.*实付款须为大于 0 的金额/).waitFor()
    await page.getByText('当前内容：四千九').waitFor()
    expect(await page.getByRole('button', { name: /^写入/ }).count()).toBe(0)
    await expectAccessible(streamer, 'orders with a bad line')
    expect(await stack.database.db.selectFrom('channelMessage').select('id').execute()).toEqual([])
    await choose([line(first, '4999.00')])
    await page.getByRole('button', { name: '写入 1 单' }).click()
    await page.getByText('已收到 1 单').waitFor()
  })

  test('goods that nobody has named wait; named once, their order is a sale, not paid out before the platform says so', async () => {
    const { page } = streamer
    await expect
      .poll(async () => {
        await go(streamer, '/other-rooms?view=goods')
        await page.waitForLoadState('networkidle')
        return page.getByText('1 单还不知道是哪件商品').isVisible()
      }, WAIT)
      .toBe(true)
    await page.getByRole('button', { name: '对应商品', exact: true }).click()
    const dialog = page.getByRole('dialog')
    const piece = dialog.getByRole('listitem').filter({ hasText: PIECES[0] })
    await piece.getByText(/主播正锁着/).waitFor()
    await expectAccessible(streamer, 'which piece it is')
    await piece.getByRole('button', { name: '就是这件' }).click()
    await page.getByText('已对应，1 单开始处理').waitFor()
    await expect
      .poll(async () => {
        await go(streamer, '/other-rooms')
        await page.waitForLoadState('networkidle')
        return record(first.itemTitle).getByText('已成交').isVisible()
      }, WAIT)
      .toBe(true)
    await record(first.itemTitle).getByText('待快手确认，确认前不结算').waitFor()
    told.first = await orderNoOf(first)
    await expectAccessible(streamer, 'orders of other rooms')
  })

  test('the platform’s signed messages may come newest first and twice: the end is what the newest says', async () => {
    const link = { ...first, distributorId: 'KS660077' }
    const refunded = { ...link, refundFee: 10_000, updateTime: first.updateTime + 120_000 }
    const paid = { ...link, updateTime: first.updateTime + 60_000 }
    expect(await push(refunded, Buffer.alloc(32, 7))).toBe(401)
    // Nobody has said yet whose number this is.
    for (const order of [refunded, paid, paid]) expect(await push(order)).toBe(204)
    const { page } = operator
    await expect
      .poll(async () => {
        await go(operator, '/operator/other-rooms')
        await page.waitForLoadState('networkidle')
        return page.getByRole('button', { name: '关联主播' }).count()
      }, WAIT)
      .toBeGreaterThan(0)
    await expectAccessible(operator, 'messages that wait')
    await page.getByRole('button', { name: '关联主播' }).first().click()
    const found = page.waitForResponse(answer => answer.url().includes(encodeURIComponent('阿宁')))
    await page.getByLabel('按名字找主播').fill('阿宁')
    await found
    await page
      .getByRole('dialog')
      .getByLabel('主播', { exact: true })
      .selectOption({ label: '阿宁的好物直播间' })
    await page.getByRole('dialog').getByRole('button', { name: '关联主播' }).click()
    await page.getByText('已关联，等待的订单开始处理').waitFor()
    await expect
      .poll(async () => {
        await go(streamer, '/other-rooms')
        await streamer.page.waitForLoadState('networkidle')
        return record(first.itemTitle).getByText('¥100.00').isVisible()
      }, WAIT)
      .toBe(true)
    expect(await record(first.itemTitle).getByText('待快手确认').count()).toBe(0)
    const { rows } = await stack.database.owner.query(
      'SELECT count(*)::int AS orders, sum(refunded_fen)::int AS refunded FROM orders',
    )
    expect(rows).toEqual([{ orders: 1, refunded: 10_000 }])
  })

  test('an order that only the platform tells is mapped by the supplier, and is hers to ship like any other', async () => {
    const { page } = supplier
    expect(await push({ ...second, distributorId: 'KS660077' })).toBe(204)
    await expect
      .poll(async () => {
        await go(supplier, '/channel-goods')
        await page.waitForLoadState('networkidle')
        return page.getByRole('button', { name: '对应商品', exact: true }).count()
      }, WAIT)
      .toBe(1)
    await page.getByRole('button', { name: '对应商品', exact: true }).click()
    const piece = page.getByRole('dialog').getByRole('listitem').filter({ hasText: PIECES[1] })
    await piece.getByRole('button', { name: '就是这件' }).click()
    await page.getByText('已对应，1 单开始处理').waitFor()
    await expect.poll(() => orderNoOf(second), WAIT).not.toBe('')
    told.second = await orderNoOf(second)
    await go(supplier, '/orders')
    await page.getByText(told.second).waitFor()
    await page
      .getByText(/接单剩 23 小时/)
      .first()
      .waitFor()
  })

  test('it is divided by the same rules as a sale here, to the fen, and the books are right', async () => {
    const { page } = finance
    await expect.poll(async () => (await orders()).every(({ splitAt }) => splitAt !== null), WAIT).toBe(true)
    await go(finance, `/finance/orders/${told.second}`)
    await page.getByRole('heading', { name: '怎么分' }).waitFor()
    // 8 % of ¥4,999.00 is ¥399.92, a tenth of it is the platform's; 2 % of the price is its fee.
    for (const words of ['¥359.93', '¥139.97', '¥4,499.10']) await page.getByText(words).first().waitFor()
    expect((await proveLedger(stack.database.db)).disagreement).toBeNull()
    for (const person of [streamer, supplier, finance, operator]) {
      expect(person.complaints).toEqual([])
      expect(person.refusals).toEqual([])
    }
  })

  const orders = () => stack.database.db.selectFrom('orders').select(['no', 'splitAt']).execute()

  async function orderNoOf({ oid }: ChannelOrderBody): Promise<string> {
    const found = await stack.database.db
      .selectFrom('channelOrder')
      .innerJoin('orders', 'orders.id', 'channelOrder.orderId')
      .select('orders.no')
      .where('orderNo', '=', oid)
      .executeTakeFirst()
    return found?.no ?? ''
  }

  async function choose(lines: string[]): Promise<void> {
    const buffer = Buffer.from(`${[HEADER, ...lines].join('\n')}\n`)
    await streamer.page
      .getByLabel('选择文件')
      .setInputFiles({ name: '快手订单.csv', mimeType: 'text/csv', buffer })
  }

  /** As the platform pushes it; returns what it is answered. */
  async function push(order: ChannelOrderBody, secret?: Buffer): Promise<number> {
    const key = secret ?? deriveSecrets(parseConfig(stack.environment).appSecret).channelWebhook
    const body = JSON.stringify({ eventId: randomUUID(), event: 'order_changed', order })
    const headers = { 'content-type': 'application/json', ...signMessage(key, { id: randomUUID(), body }) }
    return (await fetch(`${stack.origin}/channel/kuaishou/webhook`, { method: 'POST', headers, body })).status
  }
})

/** Whole minutes from now, as a file tells times. */
function minuteOf(minutes: number): number {
  return Math.floor(Date.now() / 60_000 + minutes) * 60_000
}

function shanghai(at: number): string {
  return new Date(at + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')
}
