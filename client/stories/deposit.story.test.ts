import { advanceClock } from '@haowu/server/domain/demo-clock.ts'
import { climbLadders, recomputeDues } from '@haowu/server/domain/deposits/recompute-dues.ts'
import { proveLedger } from '@haowu/server/domain/ledger/prove-ledger.ts'
import { publishRule } from '@haowu/server/domain/rules/publish-rule.ts'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, openBrowser, openPerson, type Person, PHONE_SCREEN } from './browser.ts'
import { type Cast, openCast } from './cast.ts'
import { expectAccessible } from './expect-accessible.ts'
import { signIn } from './sign-in.ts'
import { type Stack, startStack } from './stack.ts'
import { tellInChapters } from './tell-in-chapters.ts'

const WAIT = { timeout: 30_000 }
const DAY_MS = 86_400_000

/** A streamer's deposit falls short by a rule that changes, meets its ladder as days pass, and is restored by the fen that is missing. */
describe.skipIf(!chromiumPath)('a deposit that falls short and is restored (needs Chromium)', () => {
  let stack: Stack
  let browser: Browser
  let cast: Cast
  let streamer: Person

  beforeAll(async () => {
    stack = await startStack()
    cast = await openCast(stack)
    browser = await openBrowser()
    streamer = await openPerson(browser, PHONE_SCREEN)
  })
  afterAll(async () => {
    await browser?.close()
    await stack?.[Symbol.asyncDispose]()
  })
  tellInChapters()

  const go = (path: string) => streamer.page.goto(`${stack.origin}${path}`)
  /** What the jobs do every hour, now: nobody waits for their next look at the clock. */
  const reckon = async () => {
    await recomputeDues(stack.database)
    await climbLadders(stack.database)
  }
  const pass = async (days: number) => {
    await advanceClock(stack.database.db, days)
    await reckon()
  }

  /** Opens the bell, reads, closes it again. */
  async function readNotices(sentence: RegExp): Promise<void> {
    const { page } = streamer
    await page.getByRole('button', { name: /^通知，\d+ 条未读$/ }).click(WAIT)
    const notices = page.getByRole('dialog', { name: '通知' })
    await notices.getByText(sentence).first().waitFor()
    await notices.getByRole('button', { name: '关闭' }).click()
  }

  /** Pays what the dialog proposes: exactly what is missing. */
  async function topUp(): Promise<void> {
    const { page } = streamer
    await page.getByRole('button', { name: '充值保证金' }).first().click()
    await page.getByRole('button', { name: '去收银台付款' }).click()
    await page.waitForURL(/\/rail\//)
    await page.getByRole('button', { name: '支付成功' }).click()
    await page.waitForURL(`${stack.origin}/deposit`)
  }

  test('is told how much is missing and what will be taken away on which day', async () => {
    const { page } = streamer
    await reckon()
    await signIn(page, { origin: stack.origin, email: cast.streamer.email })
    await go('/deposit')
    await page.getByText('打款暂停').waitFor(WAIT)
    await page.getByText('通知补足').waitFor()
    await page.getByText('不随成交额增加').waitFor()
    await page.getByText(/等待期 \d+ 天/).waitFor()
    await expectAccessible(streamer, 'a short deposit')
    await readNotices(/保证金还差 ¥10,000\.00/)
  })

  test('is whole with the proposed amount, and says so in the statement', async () => {
    const { page } = streamer
    await topUp()
    await page.getByText('余额已足额').waitFor(WAIT)
    await page.getByRole('heading', { name: '余额 ¥10,000.00' }).waitFor()
    await page.getByLabel('保证金对账单', { exact: true }).getByText('充值').waitFor()
    await readNotices(/限制已全部解除/)
  })

  test('falls short again when a published rule takes effect, and loses holds when the days run out', async () => {
    const { page } = streamer
    await publishRule(stack.database, {
      code: 'deposit_base',
      scope: 'streamer',
      value: { amountFen: '1500000' },
      importance: 'important',
      effectiveFrom: new Date(Date.now() + 16 * DAY_MS),
      actor: 'story',
    })
    await pass(17)
    await go('/deposit')
    await page.getByText('基础保证金 第 2 版').waitFor(WAIT)
    await page.getByText('通知补足').waitFor(WAIT)
    await pass(4)
    await go('/plaza')
    await page.getByRole('button', { name: /^通知，2 条未读$/ }).waitFor(WAIT)
    await page.getByText('当前受限：不能新锁货').waitFor(WAIT)
    await expectAccessible(streamer, 'a restricted home page')
    await page.getByRole('link', { name: '去处理保证金' }).click()
    await page.getByText('保证金还差').waitFor()
  })

  test('has everything back at once when it is made good', async () => {
    const { page } = streamer
    await topUp()
    await page.getByRole('heading', { name: '余额 ¥15,000.00' }).waitFor(WAIT)
    await go('/plaza')
    await page.getByRole('heading', { level: 1 }).waitFor()
    expect(await page.getByText('当前受限').count()).toBe(0)
    await readNotices(/限制已全部解除/)
    expect(streamer.complaints).toEqual([])
    expect(await proveLedger(stack.database.db)).toMatchObject({ disagreement: null })
  })
})
