import { tellOfRules } from '@haowu/server/domain/cases/tell-of-rules.ts'
import { buildPerson } from '@haowu/server/test/build-person.ts'
import { buildPaidOrder, checkoutDeps } from '@haowu/server/test/build-sale.ts'
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

/** A change of the rules, from what it would have meant to those it binds: never before its notice, and with what changed beside it. */
describe.skipIf(!chromiumPath)('a change of rules, clauses and contracts (needs Chromium)', () => {
  let stack: Stack
  let browser: Browser
  let operator: Person
  let supplier: Person

  beforeAll(async () => {
    stack = await startStack()
    browser = await openBrowser()
    operator = await openPerson(browser, DESKTOP_SCREEN)
    supplier = await openPerson(browser, PHONE_SCREEN)
    const { db } = stack.database
    const account = await buildPerson(db, 'supplier', { name: '常州优品二手数码' })
    await buildPaidOrder(stack.database, checkoutDeps(stack.database), { supplierId: account.partyId })
    await signIn(supplier.page, { origin: stack.origin, ...account })
    await signIn(operator.page, { origin: stack.origin, ...(await buildPerson(db, 'operator')) })
  })
  afterAll(async () => {
    await browser?.close()
    await stack?.[Symbol.asyncDispose]()
  })
  tellInChapters()

  const go = ({ page }: Person, path: string) => page.goto(`${stack.origin}${path}`)

  test('an operator sees what a fee would have meant for the last 30 days, and cannot shorten the notice', async () => {
    const { page } = operator
    await go(operator, '/rules/platform_fee')
    await page.getByRole('button', { name: '发布下一版' }).click()
    const dialog = page.getByRole('dialog', { name: '发布下一版：平台服务费' })
    await dialog.getByText('提前 15 天公示').first().waitFor()
    await dialog.getByLabel('比例（%）').fill('4')
    const effect = dialog.getByRole('region', { name: '若近 30 天按此执行' })
    await effect.getByText('常州优品二手数码').waitFor()
    await expectAccessible(operator, 'next version of a rule with its effect')
    const day = dialog.getByLabel('生效日（北京时间零点）')
    const earliest = await day.inputValue()
    await day.fill('2026-01-01')
    await dialog.getByText(`最早 ${earliest} 生效：公示期不能缩短。`).first().waitFor()
    await day.fill(earliest)
    await dialog.getByRole('button', { name: '发布', exact: true }).click()
    await page.getByText('已发布，各方将收到通知').waitFor()
    const coming = page.getByRole('region', { name: '第 2 版' })
    await coming.getByText('将生效').waitFor()
    expect(await coming.locator('del').innerText()).toBe('2%')
  })

  test('a clause is published with its words in both languages, and shown beside the version before', async () => {
    const { page } = operator
    await go(operator, '/rules?tab=clauses')
    const clause = page.getByRole('group').filter({ hasText: '检测报告造假' }).first()
    await clause.getByText('检测报告造假').first().click()
    await clause.getByRole('button', { name: '发布下一版' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('申诉天数').fill('9')
    await dialog.getByRole('button', { name: '发布', exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
    await go(operator, '/rules?tab=coming')
    await page.getByRole('heading', { name: '违规与争议条款' }).waitFor()
    const coming = page.getByRole('group').filter({ hasText: '检测报告造假' })
    await coming.getByText('检测报告造假').first().click()
    const changed = coming.getByRole('region', { name: '与第 1 版相比' })
    expect(await changed.locator('del').allInnerTexts()).toEqual(['7'])
    await expectAccessible(operator, 'coming rules and clauses')
  })

  test('the next version of a contract is written from the newest, with the long notice', async () => {
    const { page } = operator
    await go(operator, '/operator/contracts')
    await page.getByText('第 1 版').first().waitFor()
    await expectAccessible(operator, 'contracts')
    await page.getByRole('button', { name: '发布下一版' }).click()
    const dialog = page.getByRole('dialog', { name: /第 2 版/ })
    const send = dialog.getByRole('button', { name: '发布', exact: true })
    await dialog.getByText('与当前最新版相同，无需发布。').waitFor()
    expect(await send.isDisabled()).toBe(true)
    await dialog.getByText('提前 15 天公示').waitFor()
    await dialog.getByLabel('中文').first().fill('供应商保证每件商品与其检测报告一致，且仅在本平台留有库存。')
    await expectAccessible(operator, 'next version of a contract')
    await send.click()
    await page.getByText('已发布第 2 版，各方已收到通知').waitFor()
    await page.getByText('将生效').waitFor()
  })

  test('the supplier is told of each by name and day, and finds on his phone what changes', async () => {
    await tellOfRules({ db: stack.database.db })
    const { page } = supplier
    await go(supplier, '/rules')
    await page.getByRole('button', { name: /通知/ }).first().click()
    await page.getByText(/「平台服务费」的新版本已公示，\d{4}-\d\d-\d\d \d\d:\d\d 起生效/).waitFor()
    await page.getByText(/「检测报告造假」的新版本已公示/).waitFor()
    await page.getByText('有新版协议公示，请在生效前查看并确认。').waitFor()
    await go(supplier, '/rules?tab=coming')
    await page.getByRole('link', { name: '平台服务费' }).click()
    await page.getByRole('region', { name: '第 2 版' }).locator('del').waitFor()
    expect(await page.getByRole('button', { name: '发布下一版' }).count()).toBe(0)
    await expectAccessible(supplier, 'a coming rule on a phone')
    for (const person of [operator, supplier]) expect(person.complaints).toEqual([])
  })
})
