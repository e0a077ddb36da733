import { proveLedger } from '@haowu/server/domain/ledger/prove-ledger.ts'
import { buildParty } from '@haowu/server/test/build-item.ts'
import { buildPerson } from '@haowu/server/test/build-person.ts'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, DESKTOP_SCREEN, openBrowser, openPerson, type Person } from './browser.ts'
import { expectAccessible } from './expect-accessible.ts'
import { signIn } from './sign-in.ts'
import { type Stack, startStack } from './stack.ts'
import { tellInChapters } from './tell-in-chapters.ts'

/** An entry made by hand, from the draft to the ledger: by the wrong person, by two others, and down to its legs. */
describe.skipIf(!chromiumPath)('an adjustment by two people and the wrong one (needs Chromium)', () => {
  let stack: Stack
  let browser: Browser
  let maker: Person
  let one: Person
  let two: Person
  let page: string

  beforeAll(async () => {
    stack = await startStack()
    browser = await openBrowser()
    await buildParty(stack.database.db, 'supplier', '常州优品二手数码')
    const open = async (name: string) => {
      const person = await openPerson(browser, DESKTOP_SCREEN)
      const account = await buildPerson(stack.database.db, 'finance', { name })
      await signIn(person.page, { origin: stack.origin, ...account })
      return person
    }
    maker = await open('林静')
    one = await open('周岚')
    two = await open('陈默')
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await stack?.[Symbol.asyncDispose]()
  })
  tellInChapters()

  /** By keys, as whoever does it every day: a list that still opens is clicked beside. */
  async function choose(screen: Page, label: string, option: string): Promise<void> {
    const field = screen.getByRole('dialog').getByRole('combobox', { name: label, exact: true })
    await field.press('ArrowDown')
    const wanted = screen.getByRole('option', { name: option, exact: true })
    await wanted.waitFor({ state: 'attached' })
    while ((await field.getAttribute('aria-activedescendant')) !== (await wanted.getAttribute('id')))
      await field.press('ArrowDown')
    await field.press('Enter')
  }

  test('is drafted between permitted accounts with its evidence, and says how many it needs', async () => {
    const { page: screen } = maker
    await screen.goto(`${stack.origin}/finance/adjustments`)
    await screen.getByRole('button', { name: '新建调账单' }).click()
    const dialog = screen.getByRole('dialog')
    await choose(screen, '原因', '分账有误')
    await choose(screen, '从哪里到哪里', '平台赔付给对方')
    await dialog.getByRole('combobox', { name: '对方', exact: true }).fill('优品')
    await choose(screen, '对方', '常州优品二手数码 · 供应商')
    await dialog.getByLabel('金额').fill('6000')
    await dialog.getByLabel('说明').fill('分账多扣了平台费，补给供应商')
    await dialog.getByRole('button', { name: '提交复核' }).click()
    await dialog.getByText('请附上证据').waitFor()
    await dialog
      .getByLabel('证据')
      .setInputFiles({ name: '证据.png', mimeType: 'image/png', buffer: await screen.screenshot() })
    await dialog.getByText('过账前需要另外 2 人复核').waitFor()
    await dialog.getByRole('button', { name: '提交复核' }).click()
    await screen.getByText('等待 2 人复核').waitFor()
    page = screen.url()
    await expectAccessible(maker, 'an adjustment')
  })

  test('its author cannot agree to it, one other is not enough, and nobody counts twice', async () => {
    await maker.page.getByText('您是起草人').waitFor()
    expect(await maker.page.getByRole('button', { name: /^同意/ }).count()).toBe(0)
    await one.page.goto(page)
    await one.page.getByRole('button', { name: '同意过账' }).click()
    await one.page.getByText('您已同意，还需要另一位同事').waitFor()
    expect(await one.page.getByRole('button', { name: /^同意/ }).count()).toBe(0)
  })

  test('with the second it is posted, and the ledger shows its legs', async () => {
    await two.page.goto(page)
    await two.page.getByRole('button', { name: '同意并过账' }).click()
    await two.page.getByRole('link', { name: /^#\d+$/ }).click()
    const entry = two.page.getByRole('dialog')
    await entry.getByText('平台赔付').first().waitFor()
    await entry.getByText('¥6,000.00').first().waitFor()
    await two.page.keyboard.press('Escape')
    await two.page.getByRole('grid', { name: '总账明细表' }).waitFor()
    await two.page.getByText('全部 1 行合计').waitFor()
    await expectAccessible(two, 'the ledger')
    expect((await proveLedger(stack.database.db)).disagreement).toBeNull()
  })
})
