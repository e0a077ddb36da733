import { addMember } from '@haowu/server/domain/parties/add-member.ts'
import { createAccount } from '@haowu/server/domain/parties/create-account.ts'
import { readPlatformId } from '@haowu/server/domain/parties/read-platform.ts'
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

const WAIT = { timeout: 30_000 }
const PASSWORD = 'correct horse battery'
const OPERATOR = 'operator@stories.haowu.example'
const PNG = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(64)])

/** A supplier comes in from nothing: signs up on a phone, hands in, is asked for one paper again, and is approved. */
describe.skipIf(!chromiumPath)('coming in with one question asked (needs Chromium)', () => {
  let stack: Stack
  let browser: Browser
  let supplier: Person
  let operator: Person

  beforeAll(async () => {
    stack = await startStack()
    const { db } = stack.database
    const partyId = await readPlatformId(db)
    await db.transaction().execute(async trx => {
      const userId = await createAccount(trx, { email: OPERATOR, name: '陆远', password: PASSWORD })
      await addMember(trx, { partyId, userId, role: 'operator' })
    })
    browser = await openBrowser()
    supplier = await openPerson(browser, PHONE_SCREEN)
    operator = await openPerson(browser, DESKTOP_SCREEN)
  })
  afterAll(async () => {
    await browser?.close()
    await stack?.[Symbol.asyncDispose]()
  })
  tellInChapters()

  const handInPaper = (kind: string) =>
    supplier.page
      .locator(`[data-paper=${kind}]`)
      .setInputFiles({ name: `${kind}.png`, mimeType: 'image/png', buffer: PNG })

  test('signs up and sees what is missing', async () => {
    const { page } = supplier
    await page.goto(`${stack.origin}/sign-up`)
    await page.getByLabel('店铺或公司名称').fill('拾光旧书')
    await page.getByLabel('您的姓名').fill('许文博')
    await page.getByLabel('邮箱').fill('newcomer@stories.haowu.example')
    await page.getByLabel(/^密码/).fill(PASSWORD)
    await page.getByRole('button', { name: '注册并开始填写' }).click()
    await page.waitForURL(/\/onboarding$/, WAIT)
    await page.getByText(/还缺 \d+ 项/).waitFor(WAIT)
    await expectAccessible(supplier, 'an empty application')
  })

  test('fills in and hands in; every letter was kept meanwhile', async () => {
    const { page } = supplier
    await page.getByLabel('企业名称').fill('苏州拾光再生科技有限公司')
    await page.getByLabel('统一社会信用代码').fill('91330100799655058A')
    await page.getByText('校验位不符').waitFor()
    await page.getByLabel('统一社会信用代码').fill('91330100799655058B')
    await page.getByLabel('法定代表人', { exact: true }).fill('许文博')
    await page.getByLabel('联系人').fill('许文博')
    await page.getByLabel('联系电话').fill('13962110086')
    await page.getByText('自有质检团队').click()
    await page.getByLabel('质检地点').fill('苏州市 姑苏区')
    await page.getByLabel('质检员人数').fill('3')
    await page.getByLabel('货源说明').fill('门店回收')
    await page.getByRole('checkbox', { name: '图书' }).check()
    await page.getByLabel('身份证号', { exact: true }).fill('11010519491231002X')
    await page.getByText('已保存 110*************2X').waitFor(WAIT)
    for (const kind of ['business_licence', 'legal_person_id', 'publication_permit']) {
      await handInPaper(kind)
      await page.getByRole('button', { name: `打开 ${kind}.png` }).waitFor(WAIT)
    }
    await page.getByRole('button', { name: '我已阅读并接受' }).click()
    await page.getByText('资料已齐', { exact: true }).waitFor(WAIT)
    const { rows } = await stack.database.owner.query<{ body: string }>(
      'SELECT body FROM mail_simulator.letter',
    )
    await page.goto(/https?:\S+/.exec(rows[0]?.body ?? '')?.[0] ?? '')
    await page.getByText('邮箱已验证').waitFor(WAIT)
    await page.goto(`${stack.origin}/onboarding`)
    expect(await page.getByLabel('货源说明').inputValue()).toBe('门店回收')
    await page.getByRole('button', { name: '提交审核' }).click()
    await page.getByText(/无需操作/).waitFor(WAIT)
  })

  test('is asked for one paper by a reviewer who needs only the keyboard', async () => {
    const { page } = operator
    await page.goto(`${stack.origin}/sign-in?next=/operator/reviews`)
    await page.getByLabel('邮箱').fill(OPERATOR)
    await page.getByLabel('密码').fill(PASSWORD)
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await page.getByRole('link', { name: '拾光旧书' }).click(WAIT)
    await page.getByText('信用代码、身份证号未在别处使用').waitFor(WAIT)
    await page.keyboard.press('c')
    await page.getByText('您正在审核').waitFor(WAIT)
    await expectAccessible(operator, 'a review')
    await page.keyboard.press('i')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('关于').selectOption({ label: '出版物经营许可证' })
    await dialog.getByLabel(/^说明/).fill('第二页缺失')
    await dialog.getByRole('button', { name: '发送' }).click()
    await page.waitForURL(/\/operator\/reviews$/, WAIT)
  })

  test('answers, is approved, and is led on to the deposit', async () => {
    await supplier.page.reload()
    await supplier.page.getByText('第二页缺失').waitFor(WAIT)
    await handInPaper('publication_permit')
    await supplier.page.getByRole('button', { name: '打开 publication_permit.png' }).nth(1).waitFor(WAIT)
    await supplier.page.getByRole('button', { name: '重新提交' }).click()
    await supplier.page.getByText(/无需操作/).waitFor(WAIT)

    const { page } = operator
    await page.goto(`${stack.origin}/operator/reviews`)
    await page.getByRole('link', { name: '拾光旧书' }).click(WAIT)
    await page.getByText('已修改').first().waitFor(WAIT)
    await page.keyboard.press('c')
    await page.getByText('您正在审核').waitFor(WAIT)
    for (const check of ['执照真实', '名称、法人', '质检能力可信', '资质覆盖'])
      await page.getByRole('checkbox', { name: check }).check()
    await page.keyboard.press('a')
    await page.waitForURL(/\/operator\/reviews$/, WAIT)

    await supplier.page.reload()
    await supplier.page.getByRole('link', { name: '去缴保证金' }).waitFor(WAIT)
    await supplier.page.getByRole('heading', { name: '可经营的类目' }).waitFor()
    await expectAccessible(supplier, 'an approved application')
    expect([...supplier.complaints, ...operator.complaints]).toEqual([])
  })
})
