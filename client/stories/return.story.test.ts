import { answerAfterSale } from '@haowu/server/domain/after-sales/answer-after-sale.ts'
import { receiveReturn } from '@haowu/server/domain/after-sales/receive-return.ts'
import { requestAfterSale } from '@haowu/server/domain/after-sales/request-after-sale.ts'
import { sendReturn } from '@haowu/server/domain/after-sales/send-return.ts'
import { splitDue } from '@haowu/server/domain/settlement/split-due.ts'
import { buildPerson, type Person as Account } from '@haowu/server/test/build-person.ts'
import { buildPaidOrder, checkoutDeps } from '@haowu/server/test/build-sale.ts'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, openBrowser, openPerson, type Person, PHONE_SCREEN } from './browser.ts'
import { expectAccessible } from './expect-accessible.ts'
import { signIn } from './sign-in.ts'
import { type Stack, startStack } from './stack.ts'
import { tellInChapters } from './tell-in-chapters.ts'

const SOLD = {
  template: { code: 'phone', version: 1 },
  measured: { cosmetic: 'light', function: 'all_pass', battery_pct: 91, locks: 'none' },
  gradeReasons: [{ field: 'cosmetic', value: 'light', atBest: '95' }],
}
const NUMBER = '356938035643809'

/** What came back is held against the report it was sold on, on the phone at the packing table. */
describe.skipIf(!chromiumPath)('a piece that came back otherwise than it was sold (needs Chromium)', () => {
  let stack: Stack
  let browser: Browser
  let supplier: Person
  let account: Account
  let afterSaleId: string

  beforeAll(async () => {
    stack = await startStack()
    browser = await openBrowser()
    supplier = await openPerson(browser, PHONE_SCREEN)
    account = await buildPerson(stack.database.db, 'supplier', { name: '常州优品二手数码' })
    afterSaleId = await sendBack()
  })

  afterAll(async () => {
    await browser?.close()
    await stack?.[Symbol.asyncDispose]()
  })

  tellInChapters()

  /** Sold, received, asked for, agreed to and on the supplier's table; how that goes is told elsewhere. */
  async function sendBack(): Promise<string> {
    const t = stack.database
    const wishes = { supplierId: account.partyId, identity: NUMBER, reportContent: SOLD, priceFen: 150_000n }
    const { orderId, linkToken } = await buildPaidOrder(t, checkoutDeps(t), wishes)
    await splitDue(t)
    await t.owner.query(
      `UPDATE orders SET state = 'received', shipped_at = app_now(), received_at = app_now(), matures_at = app_now() WHERE id = $1`,
      [orderId],
    )
    const asked = await requestAfterSale(t, {
      linkToken,
      kind: 'return',
      reason: 'not_as_reported',
      words: '电池健康与报告不符',
      photoKeys: [],
    })
    const step = { afterSaleId: asked.afterSaleId, supplierId: account.partyId, actor: 'user:s' }
    await answerAfterSale(t, { ...step, answer: 'agree' })
    await sendReturn(t, { ...asked, linkToken, carrier: 'sf', trackingNo: 'SF123456789' })
    await receiveReturn(t, step)
    return asked.afterSaleId
  }

  test('the report lies open point by point, and what differs cannot be called as it was sent', async () => {
    const { page } = supplier
    await signIn(page, { origin: stack.origin, email: account.email, password: account.password })
    await page.goto(`${stack.origin}/after-sales/${afterSaleId}`)
    await page.getByRole('heading', { name: '验收退回的商品' }).waitFor()
    await page.getByText('逐项对照售出时的检测报告（0 项不同）').click()
    await page.getByLabel('电池健康').fill('78')
    await page.getByText('逐项对照售出时的检测报告（1 项不同）').waitFor()
    await expect.poll(() => page.getByRole('radio', { name: '有损坏' }).isChecked()).toBe(true)
    expect(await page.getByRole('radio', { name: '与寄出时一致' }).isDisabled()).toBe(true)
    await expectAccessible(supplier, 'return held against its report')
  })

  test('the platform is told what was found, and the grade by the rubric of the sale', async () => {
    const { page } = supplier
    await page.getByLabel('商品上的序列号 / IMEI').fill(NUMBER)
    await page.locator('textarea').fill('设置里显示 78%')
    await page.getByRole('button', { name: '提交验收' }).click()
    await page.getByText('成色 售出时 95 新，退回时 85 新').waitFor()
    await expectAccessible(supplier, 'return in dispute')
    const { rows } = await stack.database.owner.query(
      `SELECT facts FROM after_sale_event WHERE after_sale_id = $1 ORDER BY id DESC LIMIT 1`,
      [afterSaleId],
    )
    expect(rows[0].facts).toMatchObject({
      outcome: 'damaged',
      isSame: true,
      soldGrade: '95',
      returnedGrade: '85',
      'found.battery_pct': 78,
    })
  })

  test('her page did not complain', () => {
    expect(supplier.complaints).toEqual([])
    expect(supplier.refusals).toEqual([])
  })
})
