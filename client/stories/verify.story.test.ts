import { spawnSync } from 'node:child_process'
import { parseConfig } from '@haowu/server/config.ts'
import { createDatabase } from '@haowu/server/db/database.ts'
import { revokeReport } from '@haowu/server/domain/inspection/revoke-report.ts'
import { shipOrder } from '@haowu/server/domain/orders/ship-order.ts'
import { deriveSecrets } from '@haowu/server/secrets.ts'
import { buildPerson, type Person as Account } from '@haowu/server/test/build-person.ts'
import { buildPaidOrder, checkoutDeps, type PaidOrder } from '@haowu/server/test/build-sale.ts'
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
import { type Stack, startStack } from './stack.ts'
import { tellInChapters } from './tell-in-chapters.ts'

const TITLE = '苹果 iPhone 15 Pro 128GB 蓝色钛金属 国行'
/** A process looks a report up again after five seconds; a slow machine gets some more. */
const SHOWS_WITHIN = { timeout: 20_000, interval: 500 }
/** The buyer trusts the paper no further than his own phone can check it, and says so when the parcel is another story. */
describe.skipIf(!chromiumPath)('a report, from the slip in the parcel to a mismatch (needs Chromium)', () => {
  let stack: Stack
  let browser: Browser
  let buyer: Person
  let supplier: Person
  let account: Account
  let order: PaidOrder
  let code: string

  beforeAll(async () => {
    stack = await startStack()
    browser = await openBrowser()
    buyer = await openPerson(browser, PHONE_SCREEN)
    supplier = await openPerson(browser, DESKTOP_SCREEN)
    const { db, owner } = stack.database
    account = await buildPerson(db, 'supplier', { name: '常州优品二手数码' })
    const deps = checkoutDeps(stack.database)
    order = await buildPaidOrder(stack.database, deps, { supplierId: account.partyId, title: TITLE })
    const seed = deriveSecrets(parseConfig(stack.environment).appSecret).reportSigning
    const { reportId } = order.sale.item
    code = (await signBuiltReport(owner, { reportId, seed, title: TITLE })).code
  })

  afterAll(async () => {
    await browser?.close()
    await stack?.[Symbol.asyncDispose]()
  })

  tellInChapters()

  const go = ({ page }: Person, path: string) => page.goto(`${stack.origin}${path}`)
  const owner = () => createDatabase(stack.database.owner)
  const setBattery = (percent: string) =>
    stack.database.owner.query(
      `UPDATE report SET content = jsonb_set(content, '{measured,battery_pct}', $1::jsonb) WHERE code = $2`,
      [percent, code],
    )

  async function untilPageSays(words: string): Promise<void> {
    await expect
      .poll(async () => {
        await go(buyer, `/r/${code}`)
        await buyer.page
          .getByText(/签名校验|签名不符/)
          .first()
          .waitFor()
        return buyer.page.getByText(words).first().isVisible()
      }, SHOWS_WITHIN)
      .toBe(true)
  }

  test('the supplier prints the slip; its Chinese title, its code and the order number can be searched', async () => {
    const { page, context } = supplier
    await go(supplier, '/sign-in')
    await page.getByLabel('邮箱').fill(account.email)
    await page.getByLabel('密码').fill(account.password)
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await page.getByRole('navigation', { name: '主导航' }).waitFor()
    await go(supplier, `/orders/${order.orderId}`)
    const slip = page.getByRole('link', { name: '打印随货检测单' })
    await slip.waitFor()
    await expectAccessible(supplier, 'order to pack')
    const answer = await context.request.get(
      new URL((await slip.getAttribute('href')) ?? '', page.url()).href,
    )
    expect([answer.status(), answer.headers()['content-type']]).toEqual([200, 'application/pdf'])
    const { stdout, error } = spawnSync('pdftotext', ['-layout', '-', '-'], { input: await answer.body() })
    // Where no reader of PDFs is installed, the door alone is shown.
    if (error) return
    const text = stdout.toString('utf8')
    for (const words of [order.orderNo, code, '95 新', '右下角细划痕']) expect(text).toContain(words)
    expect(text.replaceAll(/\s/g, '')).toContain('苹果iPhone15Pro')
    await shipOrder(
      { db: stack.database.db },
      { supplierId: account.partyId, orderId: order.orderId, carrier: 'sf', trackingNo: 'SF1234567890123' },
    )
  })

  test('the buyer scans it, and with the network cut his phone still checks the signature', async () => {
    const { page, context } = buyer
    await go(buyer, `/r/${code}`)
    await page.getByText('真实有效').waitFor()
    await page.getByText('签名校验通过，由这台设备完成（第 1 次）').waitFor()
    await expectAccessible(buyer, 'report in force')
    await context.setOffline(true)
    await page.getByRole('button', { name: '再校验一次' }).click()
    await page.getByText('签名校验通过，由这台设备完成（第 2 次）').waitFor()
    await context.setOffline(false)
  })

  test('one fact changed in our own table is told as a forgery, and nothing is printed from it', async () => {
    await setBattery('99')
    await untilPageSays('签名不符，内容被改动过')
    await expectAccessible(buyer, 'forged report')
    const print = await supplier.context.request.get(`${stack.origin}/api/print/reports/${code}/report.pdf`)
    expect(print.status()).toBe(422)
    // What was changed is not told as a finding; the raw text stays, for whoever wants to see for himself.
    expect(await buyer.page.getByRole('heading', { name: '检测结果' }).count()).toBe(0)
    await buyer.page.getByRole('heading', { name: '签名包括什么' }).waitFor()
    await setBattery('91')
    await untilPageSays('真实有效')
  })

  test('a report that ran out, and one that a newer one replaced, each say so above facts that are still as signed', async () => {
    const set = (sql: string) =>
      stack.database.owner.query(`UPDATE report SET ${sql} WHERE code = $1`, [code])
    await set("expires_at = expires_at - interval '1 year'")
    await untilPageSays('报告已过期')
    await buyer.page.getByText('重新检测前不能再出售').waitFor()
    await set("expires_at = expires_at + interval '1 year', state = 'superseded'")
    await untilPageSays('这一版已被新报告取代')
    await buyer.page.getByText('您的订单仍以这一版为准').waitFor()
    await buyer.page.getByText('签名校验通过，由这台设备完成（第 1 次）').waitFor()
    await buyer.page.getByRole('heading', { name: '检测结果' }).waitFor()
    await expectAccessible(buyer, 'replaced report')
    await set("state = 'published'")
    await untilPageSays('真实有效')
  })

  test('a code that nobody issued is told as such', async () => {
    await go(buyer, '/r/000000000000')
    await buyer.page.getByRole('heading', { name: '没有这份报告' }).waitFor()
    await expectAccessible(buyer, 'unknown report')
  })

  test('with the parcel open he ticks point by point; what he ticked without a network is there after a reload', async () => {
    const { page, context } = buyer
    await go(buyer, `/order/${order.linkToken}`)
    await page.getByRole('link', { name: '开始逐项核对' }).click()
    const battery = page.getByRole('group', { name: '电池健康是否与报告相符' })
    await battery.waitFor()
    await context.setOffline(true)
    await page.getByText('现在没有网络').waitFor()
    await battery.getByText('不符').click()
    await page.getByLabel('实际是怎样的').fill('设置里显示 78%')
    await context.setOffline(false)
    await page.reload()
    await expect
      .poll(() => page.getByLabel('实际是怎样的').inputValue(), { timeout: 20_000 })
      .toBe('设置里显示 78%')
    await page.getByRole('button', { name: /其余 \d+ 项都相符/ }).click()
    await expectAccessible(buyer, 'parcel with a difference')
  })

  test('he adds a photo and his words, and a case is open; the order is not settled meanwhile', async () => {
    const { page } = buyer
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: '电池.png', mimeType: 'image/png', buffer: await page.screenshot() })
    await page.getByRole('img', { name: '第 1 张' }).waitFor()
    await page.getByRole('button', { name: '提交 1 处不符' }).click()
    await page.getByText('请用一句话说明情况').waitFor()
    await page.getByLabel('补充说明').fill('收到当天就发现，希望退货退款。')
    await page.getByRole('button', { name: '提交 1 处不符' }).click()
    await page.getByText(/已立案，编号/).waitFor()
    await expectAccessible(buyer, 'mismatch reported')
    const { rows } = await stack.database.owner.query(
      `SELECT trust_case.kind, (SELECT count(*)::int FROM order_block WHERE order_id = trust_case.order_id AND closed_at IS NULL) AS blocks
       FROM trust_case WHERE order_id = $1`,
      [order.orderId],
    )
    expect(rows).toEqual([{ kind: 'dispute', blocks: 1 }])
  })

  test('a revocation shows within seconds, with its reason, and on the order that was sold by it', async () => {
    const { reportId } = order.sale.item
    await owner()
      .transaction()
      .execute(trx => revokeReport(trx, { reportId, reason: '电池健康读数有误' }))
    await untilPageSays('报告已撤销')
    await buyer.page.getByText(/电池健康读数有误/).waitFor()
    await go(buyer, `/order/${order.linkToken}`)
    await buyer.page.getByText('这件商品的报告已被撤销').waitFor()
    await expectAccessible(buyer, 'order whose report was revoked')
  })

  test('nobody’s page complained, and nothing was refused but what had to be', () => {
    expect([...buyer.complaints, ...supplier.complaints]).toEqual([])
    expect([...buyer.refusals, ...supplier.refusals]).toEqual(['404 000000000000'])
  })
})
