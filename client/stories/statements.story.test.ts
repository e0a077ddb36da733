import type { RailTrade } from '@haowu/server/gateways/rail-simulator/read-trades.ts'
import { writeAlipayTrade } from '@haowu/server/gateways/rail-simulator/write-alipay-bill.ts'
import { writeTradeBill } from '@haowu/server/gateways/rail-simulator/write-trade-bill.ts'
import { buildPerson } from '@haowu/server/test/build-person.ts'
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

const DAY = '2026-03-02'
const MERCHANT = '1900008801'
const SELLER = '2088600012340156'
const PLACE = '/finance/statements?month=2026-03'

const trades: RailTrade[] = [12_345n, 250n].map((amountFen, at) => ({
  kind: 'payment',
  at: new Date(`${DAY}T1${at}:00:00+08:00`),
  outTradeNo: `P${at}`,
  transactionId: `42000${at}`,
  subject: '二手手机,九新',
  amountFen,
  outRefundNo: null,
  refundId: null,
  status: 'SUCCESS',
}))
const wechat = writeTradeBill(trades, { merchantNo: MERCHANT, feeBps: 60n })
const alipay = writeAlipayTrade(trades, { sellerNo: SELLER, day: DAY, summaryFirst: true })
const forged = Buffer.from(wechat.toString().replace(/`2,`125\.95/, '`2,`125.96'))
const table = Buffer.from('日期,收入,支出,余额\n20260302,1.00,,5.00\n')

/** Finance sees which day lacks its bill, drops in what came, and is told of each file what became of it. */
describe.skipIf(!chromiumPath)('the files of statements (needs Chromium)', () => {
  let stack: Stack
  let browser: Browser
  let finance: Person

  beforeAll(async () => {
    stack = await startStack()
    const { db, owner } = stack.database
    await db
      .insertInto('statementAccount')
      .values([
        { channel: 'wechat', accountNo: MERCHANT, name: '微信支付 · 货款', ledgerAccount: 'A:CHANNEL' },
        { channel: 'alipay', accountNo: SELLER, name: '支付宝 · 货款', ledgerAccount: 'A:BANK' },
      ])
      .execute()
    await owner.query(`
      INSERT INTO book_line (transaction_id, seq, account, key, kind, amount_fen, booked_at, business_day, ref_type, ref_id)
      VALUES (900001, 0, 'A:CHANNEL', 'story', 'payment', 1, app_now(), '${DAY}', 'order', 'x')`)
    browser = await openBrowser()
    finance = await openPerson(browser, DESKTOP_SCREEN)
    await signIn(finance.page, { origin: stack.origin, ...(await buildPerson(db, 'finance')) })
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await stack?.[Symbol.asyncDispose]()
  })
  tellInChapters()

  const cell = (words: string) => finance.page.getByRole('button', { name: words })

  test('two keys lead there, and the day without its bill is named', async () => {
    const { page } = finance
    await page.keyboard.press('g')
    await page.keyboard.press('c')
    await page.waitForURL('**/finance/statements')
    await page.getByLabel('月份').waitFor()
    await page.goto(`${stack.origin}${PLACE}`)
    await page.getByText('缺 1 天的账单').waitFor()
    await cell('微信支付 · 货款 3月2日：缺账单').waitFor()
    await expectAccessible(finance, 'statement files')
  })

  test('several files go in by the keyboard at once; each says what became of it', async () => {
    const { page } = finance
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: '选择文件' }).focus()
    await page.keyboard.press('Enter')
    await (await chooser).setFiles([
      { name: '1 微信.csv', mimeType: 'text/csv', buffer: wechat },
      { name: '2 改过的.csv', mimeType: 'text/csv', buffer: forged },
      { name: '3 银行.csv', mimeType: 'text/csv', buffer: table },
    ])
    await page.getByText('「1 微信.csv」已载入，共 2 行').waitFor()
    await page.getByText('「2 改过的.csv」没有通过检查，一行也没有载入').waitFor()
    await page.getByText('「3 银行.csv」是没见过的银行表格，先说明各列的含义').waitFor()
    await page.getByText('应到的账单都到了').waitFor()
    expect(await page.getByRole('link', { name: '说明各列' }).getAttribute('href')).toMatch(/\/columns$/)
  })

  test('one is dropped, and sent a second time it is not loaded again', async () => {
    const { page } = finance
    for (const words of ['「支付宝.zip」已载入，共 2 行', '「支付宝.zip」之前已经载入过']) {
      const data = await page.evaluateHandle(bytes => {
        const transfer = new DataTransfer()
        const content = Uint8Array.from(atob(bytes), char => char.charCodeAt(0))
        transfer.items.add(new File([content], '支付宝.zip'))
        return transfer
      }, alipay.toString('base64'))
      await page.dispatchEvent('.statement-drop', 'drop', { dataTransfer: data })
      await page.getByText(words).waitFor()
    }
  })

  test('a cell shows the files of its day, a file its lines, a line what stood in the file', async () => {
    const { page } = finance
    await page.locator('.matrix-cell[data-look=right], .matrix-cell[data-look=breaks]').first().click()
    await page.waitForURL(url => url.searchParams.get('day') === DAY)
    await page.goto(`${stack.origin}${PLACE}&day=${DAY}&channel=wechat`)
    await page.getByRole('link', { name: '1 微信.csv' }).click()
    await page.getByText('已显示 2 行').waitFor()
    await page.getByText('二手手机,九新').first().click()
    await page.getByText('`420000,`P0,').waitFor()
    await expectAccessible(finance, 'a statement file')
    expect(finance.complaints).toEqual([])
  })

  test('in English on a phone the same is there and fits', async () => {
    const phone = await openPerson(browser, PHONE_SCREEN)
    await signIn(phone.page, { origin: stack.origin, ...(await buildPerson(stack.database.db, 'finance')) })
    await phone.page.evaluate(() => localStorage.setItem('haowu.language', 'en'))
    await phone.page.goto(`${stack.origin}${PLACE}`)
    await phone.page.getByRole('heading', { name: 'Statement files' }).waitFor()
    await phone.page.locator('.matrix-cell').first().waitFor()
    await expectAccessible(phone, 'statement files on a phone')
    const width = await phone.page.evaluate(() => document.documentElement.scrollWidth)
    expect(width).toBe(PHONE_SCREEN.viewport.width)
    expect(phone.complaints).toEqual([])
  })
})
