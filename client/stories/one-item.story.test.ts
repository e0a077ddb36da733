import { readFile } from 'node:fs/promises'
import { proveLedger } from '@haowu/server/domain/ledger/prove-ledger.ts'
import { formatYuan } from '@haowu/shared/money.ts'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { toLocal } from '../src/features/picks/show-time.ts'
import {
  chromiumPath,
  DESKTOP_SCREEN,
  openBrowser,
  openPerson,
  type Person,
  PHONE_SCREEN,
} from './browser.ts'
import { type Cast, openCast } from './cast.ts'
import { encodeGb18030 } from '@haowu/server/gateways/encode-gb18030.ts'
import { expectAccessible } from './expect-accessible.ts'
import { signIn } from './sign-in.ts'
import { type Stack, startStack } from './stack.ts'
import { BAG, GOOD_ROWS, PHONE, SECOND_PHONE, supplierFile } from './supplier-file.ts'
import { tellInChapters } from './tell-in-chapters.ts'

const HOUR_MS = 3_600_000
const WAIT = { timeout: 20_000 }
/** What is due from a streamer: with less, days that pass would freeze his payout. */
const DEPOSIT_FEN = 1_000_000n
/** Once the item is sold: commission 10 %, of which the platform keeps a tenth, and 2 % of the price as its fee. */
const SHARES = { streamer: 48_591n, platform: 16_197n, supplier: 475_112n }

/**
 * One piece, all the way, by the hands of nine people in nine browsers. The chapters share one product and one cast, and
 * each begins where the one before ended, so a chapter that fails ends the story.
 */
describe.skipIf(!chromiumPath)('one item, from a file to a paid streamer (needs Chromium)', () => {
  let stack: Stack
  let browser: Browser
  let cast: Cast
  let supplier: Person
  let streamer: Person
  let rival: Person
  let buyer: Person
  let lateBuyer: Person
  let maker: Person
  let checker: Person
  const everybody: Person[] = []
  const seen = { room: '', order: '', orderNo: '' }

  beforeAll(async () => {
    stack = await startStack()
    cast = await openCast(stack)
    browser = await openBrowser()
    const open = async (screen: object) => {
      const person = await openPerson(browser, screen)
      everybody.push(person)
      return person
    }
    supplier = await open(DESKTOP_SCREEN)
    streamer = await open(PHONE_SCREEN)
    rival = await open(PHONE_SCREEN)
    buyer = await open(PHONE_SCREEN)
    lateBuyer = await open(PHONE_SCREEN)
    maker = await open(DESKTOP_SCREEN)
    checker = await open(DESKTOP_SCREEN)
  })

  afterAll(async () => {
    await browser?.close()
    await stack?.[Symbol.asyncDispose]()
  })

  tellInChapters()

  const go = ({ page }: Person, path: string) => page.goto(`${stack.origin}${path}`)

  test('a supplier signs in and takes the template that the importer understands', async () => {
    const { page } = supplier
    await go(supplier, '/sign-in')
    await page.getByRole('button', { name: /供应商/ }).waitFor()
    await expectAccessible(supplier, 'sign-in')
    await signIn(supplier.page, { origin: stack.origin, email: cast.supplier.email })
    await go(supplier, '/imports')
    await page.getByText('还没有导入过').waitFor()
    await expectAccessible(supplier, 'imports')
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: '手机', exact: true }).click()
    const template = await readFile(await (await download).path(), 'utf8')
    expect(template).toMatch(/^\ufeff商家编码,标题,类目/)
  })

  test('her GB18030 file is previewed row by row, and nothing is offered before she agrees', async () => {
    const { page } = supplier
    await page.getByLabel('选择文件').setInputFiles({
      name: '十一月到货.csv',
      mimeType: 'text/csv',
      buffer: encodeGb18030(supplierFile()),
    })
    await page.getByRole('heading', { name: '3 行要改' }).waitFor()
    await expectAccessible(supplier, 'rows to mend')
    await page.getByRole('link', { name: `预览 ${GOOD_ROWS} 件商品` }).click()
    await page.getByRole('button', { name: `上架 ${GOOD_ROWS} 件商品` }).waitFor()
    expect(await figure(page, '新增')).toBe(String(GOOD_ROWS))
    expect(await figure(page, '待改')).toBe('3')
    await expectAccessible(supplier, 'import preview')
    const { rows } = await stack.database.owner.query('SELECT count(*)::int AS n FROM item')
    expect(rows).toEqual([{ n: 0 }])
  })

  test('applying it offers the good rows, with their reports', async () => {
    const { page } = supplier
    await page.getByRole('button', { name: `上架 ${GOOD_ROWS} 件商品` }).click()
    await page.getByText(`已上架 ${GOOD_ROWS} 件商品`).waitFor()
    await expectAccessible(supplier, 'import applied')
    await go(supplier, '/items')
    await page.getByRole('link', { name: BAG.title }).waitFor()
    await expectAccessible(supplier, 'inventory')
  })

  test('she offers ten percent to every streamer', async () => {
    const { page } = supplier
    await go(supplier, '/plans')
    await page.getByText('还没有佣金计划').waitFor()
    await page.getByRole('button', { name: '新建计划' }).first().click()
    await page.getByLabel('计划名称').fill('全店普通计划')
    await expectAccessible(supplier, 'new plan')
    await page.getByRole('button', { name: '创建计划，佣金 10%' }).click()
    await page
      .locator(':not(option)', { hasText: /^生效中$/ })
      .first()
      .waitFor()
    await expectAccessible(supplier, 'plans')
  })

  test('a streamer plans a show on his phone', async () => {
    const { page } = streamer
    await signIn(streamer.page, { origin: stack.origin, email: cast.streamer.email })
    await go(streamer, '/sessions')
    await page.getByText('还没有场次').waitFor()
    await expectAccessible(streamer, 'no sessions')
    await page.getByRole('button', { name: '新建场次' }).first().click()
    await page.getByLabel('场次名称').fill('今晚八点：一口价旗舰机')
    await page.getByLabel(/开播时间/).fill(toLocal(Date.now() + HOUR_MS))
    await expectAccessible(streamer, 'new session')
    await page.getByRole('dialog').getByRole('button', { name: '新建场次' }).click()
    await page.getByText('排品单还是空的').waitFor()
    await expectAccessible(streamer, 'empty run sheet')
    await page.getByRole('link', { name: '去选品' }).first().click()
    await page.getByText('为“今晚八点：一口价旗舰机”选品').waitFor()
    await page.getByRole('heading', { name: PHONE.title }).waitFor()
    await expectAccessible(streamer, 'plaza')
  })

  test('a piece that his deposit does not cover is refused with the sum to top up', async () => {
    const { page } = streamer
    await page.getByRole('button', { name: `把 ${PHONE.title} 加入排品` }).click()
    const card = page.getByRole('listitem').filter({ hasText: PHONE.title })
    await card.getByText('保证金不足，还需充值 ¥1,079.80').waitFor()
    await expectAccessible(streamer, 'plaza, short of deposit')
    await card.getByRole('link', { name: '去充保证金' }).click()
    await page.getByRole('heading', { name: '保证金', exact: true }).waitFor()
    await page.getByRole('button', { name: '充值保证金' }).first().click()
    await page.getByLabel('充值金额').fill(formatYuan(DEPOSIT_FEN))
    await expectAccessible(streamer, 'top up')
    await page.getByRole('button', { name: '去收银台付款' }).click()
    await pressAtCashier(streamer, '支付成功')
    await page.getByRole('heading', { name: `余额 ¥${formatYuan(DEPOSIT_FEN)}` }).waitFor()
    await expectAccessible(streamer, 'deposit')
  })

  test('once covered, the piece is held for his show alone, by keyboard and said aloud', async () => {
    const { page } = streamer
    await go(streamer, '/sessions')
    await page.getByRole('link', { name: '今晚八点：一口价旗舰机' }).click()
    await page.getByRole('link', { name: '去选品' }).first().click()
    for (const { title } of [SECOND_PHONE, PHONE]) {
      await page.getByRole('button', { name: `把 ${title} 加入排品` }).press('Enter')
      await page.getByRole('status').getByText(`已加入排品：${title}`).waitFor()
    }
    await signIn(rival.page, { origin: stack.origin, email: cast.rival.email })
    await go(rival, '/plaza')
    await rival.page.getByRole('listitem').filter({ hasText: PHONE.title }).getByText('别人锁着').waitFor()
    await expectAccessible(rival, 'plaza of a rival')
    await rival.page.getByRole('link', { name: PHONE.title }).click()
    await rival.page.getByText('这件正为另一场直播锁定').waitFor()
    await expectAccessible(rival, 'a held piece')
  })

  test('he orders his run sheet without leaving the keyboard, and goes live', async () => {
    const { page } = streamer
    await page
      .getByRole('link', { name: /排品单/ })
      .first()
      .click()
    await expectOrder(page, [SECOND_PHONE.title, PHONE.title])
    await page.getByRole('button', { name: `上移 ${PHONE.title}` }).press('Enter')
    await expectOrder(page, [PHONE.title, SECOND_PHONE.title])
    await page.getByText('全部卖出可得').waitFor()
    await expectAccessible(streamer, 'run sheet')
    await page.getByRole('button', { name: '开始直播' }).click()
    await page.getByRole('button', { name: '结束直播' }).waitFor()
    seen.room = (await page.getByRole('link', { name: /打开小黄车/ }).getAttribute('href')) ?? ''
    expect(seen.room).toMatch(/\/room\/[0-9A-Z]{8}$/)
  })

  test('two buyers press at once: one goes to the cashier, the other is told that it is gone', async () => {
    for (const person of [buyer, lateBuyer]) {
      await person.page.goto(seen.room)
      await person.page.getByRole('button', { name: `立即购买 ${PHONE.title}` }).press('Enter')
      await fillContact(person.page)
    }
    await expectAccessible(buyer, 'checkout')
    const outcomes = await Promise.all([buyer, lateBuyer].map(pressBuy))
    expect(outcomes.toSorted()).toEqual(['cashier', 'gone'])
    // The story goes on with whoever was first.
    if (outcomes[0] === 'gone') [buyer, lateBuyer] = [lateBuyer, buyer]
    await expectAccessible(lateBuyer, 'checkout of the one who was late')
    await lateBuyer.page.keyboard.press('Escape')
    await lateBuyer.page.getByRole('dialog').waitFor({ state: 'detached' })
    await lateBuyer.page.getByText('有人正在付款').first().waitFor()
    await expectAccessible(lateBuyer, 'room')
  })

  test('he pays, and sees his order paid as soon as the signed callback is in', async () => {
    const { page } = buyer
    await pressAtCashier(buyer, '支付成功')
    await page.getByText('付款成功，等待供应商发货').waitFor()
    seen.order = page.url()
    seen.orderNo = (await page.locator('dd.mono').first().textContent()) ?? ''
    await expectAccessible(buyer, 'paid order')
    await lateBuyer.page.getByRole('heading', { name: '已售出' }).waitFor()
  })

  test('his browser checks the signature of the report by itself', async () => {
    const { page } = buyer
    await page.getByRole('link', { name: /检测报告/ }).click()
    await page.getByText('签名校验通过').waitFor()
    await page.getByText('356938035643809').first().waitFor()
    await expectAccessible(buyer, 'report')
  })

  test('the supplier ships, and the buyer confirms the receipt', async () => {
    await go(supplier, '/orders')
    await supplier.page.getByText(PHONE.title).waitFor()
    await expectAccessible(supplier, 'orders')
    await supplier.page.getByRole('button', { name: '发货', exact: true }).click()
    await supplier.page.getByRole('textbox', { name: '快递单号' }).fill('SF1234567890123')
    await expectAccessible(supplier, 'ship')
    await supplier.page.getByRole('button', { name: '确认已发货' }).click()
    await supplier.page.getByText('SF1234567890123').waitFor()

    await buyer.page.goto(seen.order)
    await buyer.page.getByText('SF1234567890123').waitFor()
    await expectAccessible(buyer, 'shipped order')
    await buyer.page.getByRole('button', { name: '确认收货' }).click()
    await buyer.page.getByText('已确认收货').waitFor()
    await expectAccessible(buyer, 'received order')
  })

  test('seven days later the settlement job makes the shares payable', async () => {
    const { page } = maker
    await signIn(maker.page, { origin: stack.origin, email: cast.maker.email })
    await go(maker, '/finance')
    await page.getByRole('button', { name: '前进 7 天' }).click()
    await page.getByText('时钟已前进 7 天').waitFor()
    await expectAccessible(maker, 'overview')
    await go(maker, '/finance/settlements')
    await reloadUntil(page, () => page.getByRole('row').nth(1))
    await expectAccessible(maker, 'settlements')
  })

  test('the streamer asks for his money, and finance for the supplier', async () => {
    const { page } = streamer
    await go(streamer, '/earnings')
    await page
      .getByText(`¥${formatYuan(SHARES.streamer)}`)
      .first()
      .waitFor()
    await expectAccessible(streamer, 'earnings')
    await page.getByRole('button', { name: '申请提现' }).click()
    await page.getByRole('button', { name: `申请提现 ¥${formatYuan(SHARES.streamer)}` }).click()
    await page.getByText('待审批').first().waitFor()
    await requestFor(maker.page, cast.supplier.partyId, SHARES.supplier)
  })

  test('who asked cannot approve; a second person can, and the transfer is confirmed', async () => {
    await go(maker, '/finance/payouts')
    await maker.page.getByText('您是申请人，须由另一位财务审批').waitFor()
    await expectAccessible(maker, 'payouts to approve')

    await signIn(checker.page, { origin: stack.origin, email: cast.checker.email })
    await go(checker, '/finance/payouts')
    for (const left of [1, 0]) {
      await checker.page.getByRole('button', { name: '批准' }).first().click()
      await expectAccessible(checker, 'approve')
      await checker.page.getByRole('button', { name: /批准打款 ¥/ }).click()
      await expect.poll(() => checker.page.getByRole('button', { name: '批准' }).count(), WAIT).toBe(left)
    }
    await go(checker, '/finance/payouts?view=done')
    await reloadUntil(checker.page, () => checker.page.getByRole('row').nth(2))
    await go(streamer, '/earnings')
    await streamer.page.getByText('已到账').first().waitFor()
  })

  test('finance sees each fen of the order, its rule and its legs', async () => {
    const { page } = checker
    await go(checker, '/finance/orders')
    await page.getByRole('link', { name: seen.orderNo }).click()
    await page.getByRole('heading', { name: '怎么分' }).waitFor()
    for (const fen of Object.values(SHARES))
      await page
        .getByText(`¥${formatYuan(fen)}`)
        .first()
        .waitFor()
    await page
      .getByText(/规则「平台服务费」第 1 版，2%/)
      .first()
      .waitFor()
    await page
      .getByText(/佣金计划第 1 版，10%/)
      .first()
      .waitFor()
    await page.getByText('已全部分出或退回').waitFor()
    for (const event of ['买家付款', '分账']) {
      await page
        .getByRole('rowheader', { name: new RegExp(`^${event}`) })
        .first()
        .waitFor()
    }
    await page.getByText('已结', { exact: true }).first().waitFor()
    await expectAccessible(checker, 'waterfall')
  })

  test('nobody’s page complained, nothing was refused but what had to be, and the ledger is proved', async () => {
    expect(everybody.flatMap(({ complaints }) => complaints)).toEqual([])
    const refusals = everybody.flatMap(person => person.refusals)
    expect(refusals.toSorted()).toEqual(['409 checkout.start', '422 slots.add'])
    expect(await proveLedger(stack.database.db)).toMatchObject({ disagreement: null })
  })
})

async function figure(page: Page, name: string): Promise<string | null> {
  return page
    .locator('.figure')
    .filter({ has: page.getByText(name, { exact: true }) })
    .locator('dd')
    .first()
    .textContent()
}

async function pressAtCashier({ page }: Person, button: string): Promise<void> {
  await page.waitForURL(/\/rail\/pay\//)
  await page.getByRole('button', { name: button }).click()
  await page.waitForURL(url => !url.pathname.startsWith('/rail/'))
}

async function expectOrder(page: Page, titles: string[]): Promise<void> {
  const slots = page.getByRole('list', { name: '排品单' }).getByRole('heading')
  await expect.poll(() => slots.allTextContents(), WAIT).toEqual(titles)
}

async function fillContact(page: Page): Promise<void> {
  await page.getByLabel('收货人').fill('欧阳思远')
  await page.getByLabel('手机号').fill('+86 100 0000 1003')
  await page.getByLabel('省市区').fill('四川省成都市武侯区')
  await page.getByLabel('详细地址').fill('天府大道北段 1700 号')
}

async function pressBuy({ page }: Person): Promise<'cashier' | 'gone'> {
  await page.getByLabel('详细地址').press('Enter')
  return Promise.race([
    page.waitForURL(/\/rail\/pay\//).then(() => 'cashier' as const),
    page
      .getByText(/慢了一步|慢了一步/)
      .waitFor()
      .then(() => 'gone' as const),
  ])
}

/** For what background work brings about: looks again, for a minute at most. */
async function reloadUntil(page: Page, find: () => ReturnType<Page['locator']>): Promise<void> {
  await expect
    .poll(
      async () => {
        if (await find().isVisible()) return true
        await page.reload({ waitUntil: 'networkidle' })
        return find().isVisible()
      },
      { timeout: 60_000, interval: 500 },
    )
    .toBe(true)
}

/** Finance asks in a party's name; there is no button for it yet, so the page's own session calls. */
async function requestFor(page: Page, partyId: string, amountFen: bigint): Promise<void> {
  const status = await page.evaluate(
    async input => {
      const response = await fetch('/api/trpc/payouts.requestFor', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-member-id': localStorage.getItem('haowu.member') ?? '',
        },
        body: JSON.stringify(input),
      })
      return response.status
    },
    { partyId, amountFen: String(amountFen), idempotencyKey: crypto.randomUUID() },
  )
  expect(status).toBe(200)
}
