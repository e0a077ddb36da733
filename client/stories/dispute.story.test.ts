import { randomUUID } from 'node:crypto'
import { parseConfig } from '@haowu/server/config.ts'
import { creditDeposit } from '@haowu/server/domain/deposits/credit-deposit.ts'
import { proveLedger } from '@haowu/server/domain/ledger/prove-ledger.ts'
import { confirmReceipt } from '@haowu/server/domain/orders/confirm-receipt.ts'
import { shipOrder } from '@haowu/server/domain/orders/ship-order.ts'
import { buildPerson, type Person as Account } from '@haowu/server/test/build-person.ts'
import { deriveSecrets } from '@haowu/server/secrets.ts'
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
import { signIn } from './sign-in.ts'
import { type Stack, startStack } from './stack.ts'
import { tellInChapters } from './tell-in-chapters.ts'

const TITLE = '苹果 iPhone 15 Pro 128GB 蓝色钛金属 国行'
/** The jobs look every ten seconds. */
const WAIT = { timeout: 45_000 }

/** From what a buyer found to what the supplier pays: answered, decided by two, appealed, heard by a third, carried out. */
describe.skipIf(!chromiumPath)('a dispute, from the mismatch to capture and appeal (needs Chromium)', () => {
  let stack: Stack
  let browser: Browser
  let buyer: Person
  let supplier: Person
  let operators: [Person, Person, Person]
  let account: Account
  let order: PaidOrder

  beforeAll(async () => {
    stack = await startStack()
    browser = await openBrowser()
    buyer = await openPerson(browser, PHONE_SCREEN)
    supplier = await openPerson(browser, PHONE_SCREEN)
    const { db } = stack.database
    account = await buildPerson(db, 'supplier', { name: '常州优品二手数码' })
    await db
      .transaction()
      .execute(trx =>
        creditDeposit(trx, { paymentId: randomUUID(), partyId: account.partyId, amountFen: 6_000_000n }),
      )
    order = await buildPaidOrder(stack.database, checkoutDeps(stack.database), {
      supplierId: account.partyId,
      title: TITLE,
    })
    const { orderId, sale } = order
    const seed = deriveSecrets(parseConfig(stack.environment).appSecret).reportSigning
    await signBuiltReport(stack.database.owner, { reportId: sale.item.reportId, seed, title: TITLE })
    await shipOrder(
      { db },
      { supplierId: account.partyId, orderId, carrier: 'sf', trackingNo: 'SF1234567890123' },
    )
    await confirmReceipt({ db }, { linkToken: order.linkToken })
    await signIn(supplier.page, { origin: stack.origin, ...account })
    operators = [await openOperator(), await openOperator(), await openOperator()]
  })
  afterAll(async () => {
    await browser?.close()
    await stack?.[Symbol.asyncDispose]()
  })
  tellInChapters()

  const go = ({ page }: Person, path: string) => page.goto(`${stack.origin}${path}`)

  async function openOperator(): Promise<Person> {
    const person = await openPerson(browser, DESKTOP_SCREEN)
    await signIn(person.page, { origin: stack.origin, ...(await buildPerson(stack.database.db, 'operator')) })
    return person
  }

  /** The oldest case that waits for an operator. */
  async function openFirst({ page }: Person): Promise<void> {
    await page.goto(`${stack.origin}/operator/cases`)
    await page.getByRole('link', { name: '货不对板：与检测报告不符' }).first().click()
    await page.getByRole('heading', { name: '经过' }).waitFor()
  }

  test('what the buyer ticks as different opens a case that he can follow by his link', async () => {
    const { page } = buyer
    await go(buyer, `/order/${order.linkToken}`)
    await page.getByRole('link', { name: '开始逐项核对' }).click()
    const battery = page.getByRole('group', { name: '电池健康是否与报告相符' })
    await battery.getByText('不符').click()
    await page.getByLabel('实际是怎样的').fill('设置里显示 78%')
    await page.getByRole('button', { name: /其余 \d+ 项都相符/ }).click()
    await page.getByLabel('补充说明').fill('电池和报告不一样，希望退货退款。')
    await page.getByRole('button', { name: '提交 1 处不符' }).click()
    await page.getByText(/已立案，编号/).waitFor()
    await go(buyer, `/order/${order.linkToken}`)
    await buyer.page.getByRole('heading', { name: '我的争议' }).waitFor()
    await buyer.page.getByText('供应商正在举证，之后平台裁定。').waitFor()
    await expectAccessible(buyer, 'order with a dispute')
  })

  test('the supplier sees by which clause, until when, and answers with a photo', async () => {
    const { page } = supplier
    await go(supplier, '/cases')
    await page.getByRole('link', { name: '货不对板：与检测报告不符' }).click()
    await page.getByText('请答复：说明情况并提交证据').waitFor()
    await page.getByText('条款第 1 版').waitFor()
    await expectAccessible(supplier, 'case to answer')
    await page.getByRole('button', { name: '去答复' }).click()
    await page.getByRole('button', { name: '提交', exact: true }).click()
    await page.getByText('请写明情况').waitFor()
    await page.getByRole('textbox', { name: /^陈述/ }).fill('出库视频里电池健康是 91%。')
    await page
      .getByLabel('照片或 PDF')
      .setInputFiles({ name: '出库.png', mimeType: 'image/png', buffer: await page.screenshot() })
    await page.getByRole('button', { name: '提交', exact: true }).click()
    await page.getByRole('img', { name: '证据 1' }).waitFor()
    await page.getByText('出库视频里电池健康是 91%。').waitFor()
  })

  test('an operator sees what the decision costs before deciding; above the limit a second one confirms it', async () => {
    const [first, second] = operators
    await openFirst(first)
    await first.page.getByText('设置里显示 78%').waitFor()
    await expectAccessible(first, 'case on the desk')
    await first.page.keyboard.press('d')
    const dialog = first.page.getByRole('dialog', { name: '裁定' })
    await dialog.getByLabel('同时把全部货款退还买家').check()
    await dialog.getByText('达到复核门槛，需第二人确认。').waitFor()
    await expectAccessible(first, 'decision with its preview')
    await dialog.getByRole('textbox', { name: /^理由/ }).fill('到货视频与报告对照，电池健康不符。')
    await dialog.getByRole('button', { name: '提交复核' }).click()
    await first.page.getByText('您拟定的裁定须由另一人复核').waitFor()
    // The second one needs no mouse: the queue's first row, its case, and the confirmation.
    await second.page.goto(`${stack.origin}/operator/cases`)
    await second.page.getByRole('link', { name: '货不对板：与检测报告不符' }).first().waitFor()
    await second.page.keyboard.press('j')
    await second.page.keyboard.press('Enter')
    await second.page.getByRole('button', { name: /确认裁定/ }).waitFor()
    // G leads elsewhere: the letter after it is no answer.
    await second.page.keyboard.press('g')
    await second.page.keyboard.press('z')
    await second.page.keyboard.press('y')
    await second.page.getByText('已裁定，等申诉期结束').waitFor()
    await second.page.getByText('没有别的待办案件').waitFor()
  })

  test('the supplier appeals, nothing is taken meanwhile, and a third person hears it', async () => {
    const { page } = supplier
    await page.reload()
    await page.getByText('裁定对您不利，您可以申诉').waitFor()
    await page.getByText('买家实付').first().waitFor()
    await page.getByRole('button', { name: '申诉' }).click()
    await page.getByRole('textbox', { name: /^陈述/ }).fill('请复核我们的出库视频。')
    await page.getByRole('button', { name: '提交申诉' }).click()
    await page.getByText('申诉审理中，暂不执行').waitFor()
    await openFirst(operators[0])
    await operators[0].page.getByText('申诉须由没有参与原裁定的人审理').waitFor()
    const third = operators[2].page
    await openFirst(operators[2])
    await third.keyboard.press('d')
    const dialog = third.getByRole('dialog', { name: '审理申诉' })
    await dialog.getByRole('textbox', { name: /^理由/ }).fill('出库视频未拍到序列号，维持。')
    await dialog.getByRole('button', { name: '作出裁定' }).click()
    await third
      .getByText(/维持原裁定|已执行/)
      .first()
      .waitFor()
  })

  test('then it is carried out: captured to the fen, the buyer paid back, the order free', async () => {
    await expect
      .poll(async () => {
        await supplier.page.reload()
        await supplier.page.getByRole('heading', { name: '经过' }).waitFor()
        return supplier.page.getByText('扣除 ¥499.90 · 已退款给买家').isVisible()
      }, WAIT)
      .toBe(true)
    await go(buyer, `/order/${order.linkToken}`)
    await buyer.page.getByText('货款将全额退还到原支付账户。').waitFor()
    // The deposit says what was kept: by which clause and case, and how it was reckoned.
    await go(supplier, '/deposit')
    const kept = supplier.page.getByRole('region', { name: '扣除记录' })
    await kept.getByRole('link', { name: /^C\d{6}-/ }).waitFor()
    await kept.getByRole('list', { name: '计算过程' }).waitFor()
    await expectAccessible(supplier, 'what was kept of a deposit')
    const { rows } = await stack.database.owner.query(
      `SELECT (SELECT captured_fen::int FROM deposit_capture) AS captured, (SELECT count(*)::int FROM refund) AS refunds,
        (SELECT count(*)::int FROM order_block WHERE closed_at IS NULL) AS blocks`,
    )
    expect(rows).toEqual([{ captured: 49_990, refunds: 1, blocks: 0 }])
    expect(await proveLedger(stack.database.db)).toMatchObject({ disagreement: null })
    for (const person of [buyer, supplier, ...operators]) expect(person.complaints).toEqual([])
  })
})
