import { parseConfig } from '@haowu/server/config.ts'
import { proveLedger } from '@haowu/server/domain/ledger/prove-ledger.ts'
import { namePayeeAccount } from '@haowu/server/domain/settlement/name-payee-account.ts'
import { deriveSecrets } from '@haowu/server/secrets.ts'
import { earn, PAYEE } from '@haowu/server/test/build-payout-batch.ts'
import { buildPerson } from '@haowu/server/test/build-person.ts'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, DESKTOP_SCREEN, openBrowser, openPerson, type Person } from './browser.ts'
import { expectAccessible } from './expect-accessible.ts'
import { signIn } from './sign-in.ts'
import { type Stack, startStack } from './stack.ts'
import { tellInChapters } from './tell-in-chapters.ts'

const EARNERS = { 常州优品二手数码: 123_400n, 沪上名奢寄卖行: 45_600n, 山城旧书局: 300n }

/** What is payable on a day, from collecting it to the last line of the bank: by one person, and by another. */
describe.skipIf(!chromiumPath)('a batch of payouts by file (needs Chromium)', () => {
  let stack: Stack
  let browser: Browser
  let maker: Person
  let checker: Person
  let batch: string

  beforeAll(async () => {
    stack = await startStack()
    browser = await openBrowser()
    for (const [name, amountFen] of Object.entries(EARNERS)) await buildEarner(name, amountFen)
    maker = await openFinance('林静')
    checker = await openFinance('周岚')
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await stack?.[Symbol.asyncDispose]()
  })
  tellInChapters()

  async function buildEarner(name: string, amountFen: bigint): Promise<void> {
    const { db } = stack.database
    const { partyId } = await buildPerson(db, 'supplier', { name })
    await earn(db, { partyId, amountFen, kind: 'supplier' })
    const secrets = deriveSecrets(parseConfig(stack.environment).appSecret)
    await namePayeeAccount({ db, secrets }, { partyId, ...PAYEE, actor: 'test' })
  }

  async function openFinance(name: string): Promise<Person> {
    const person = await openPerson(browser, DESKTOP_SCREEN)
    const account = await buildPerson(stack.database.db, 'finance', { name })
    await signIn(person.page, { origin: stack.origin, ...account })
    return person
  }

  const lineOf = ({ page }: Person, name: string) =>
    page.getByRole('table', { name: '本批明细' }).getByRole('row').filter({ hasText: name })

  /** What cannot be taken back is asked once more. */
  async function press({ page }: Person, name: string, line?: string): Promise<void> {
    const within = line === undefined ? page : lineOf({ page } as Person, line)
    await within.getByRole('button', { name, exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name, exact: true }).click()
  }

  test('is collected by hand: who is in it, who is not and why; and submitted as a file', async () => {
    const { page } = maker
    await page.goto(`${stack.origin}/finance/batches`)
    await page.getByText('没有批次').waitFor()
    await page.getByRole('button', { name: '归集今天的批次' }).click()
    await lineOf(maker, '常州优品二手数码').getByText('¥1,234.00').first().waitFor()
    await page.getByRole('row').filter({ hasText: '山城旧书局' }).getByText('低于起付金额').waitFor()
    batch = page.url()
    await page.getByLabel('付款方式').selectOption('file')
    await page.getByRole('button', { name: '提交批准' }).click()
    await page.getByText('这一批由您提交，请另一位同事批准。').waitFor()
    expect(await page.getByRole('button', { name: '批准整批' }).count()).toBe(0)
    await expectAccessible(maker, 'a batch that waits')
  })

  test('is approved by another person, who is asked once more with its sum', async () => {
    const { page } = checker
    await page.goto(batch)
    await page.getByRole('button', { name: '批准整批' }).click()
    await page.getByRole('dialog').getByText('共 2 笔，合计 ¥1,690.00。').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: '批准整批' }).click()
    await press(checker, '生成银行文件')
    await page.getByText('文件已生成。').waitFor()
  })

  test('is recorded line by line: paid, and not known until two say that the bank refused; that one is paid again by two', async () => {
    const { page } = checker
    await press(checker, '已到账', '常州优品二手数码')
    await lineOf(checker, '常州优品二手数码').getByText('已到账').waitFor()
    await press(checker, '结果未知', '沪上名奢寄卖行')
    await lineOf(checker, '沪上名奢寄卖行').getByText('结果待查').waitFor()
    expect(await page.getByRole('button', { name: '结果未知' }).count()).toBe(0)
    await press(checker, '未成', '沪上名奢寄卖行')
    await lineOf(checker, '沪上名奢寄卖行').getByText('须由另一位财务确认。').waitFor()
    await maker.page.goto(batch)
    await press(maker, '确认', '沪上名奢寄卖行')
    await lineOf(maker, '沪上名奢寄卖行').getByText('银行退回了这一笔').waitFor()
    await page.reload()
    await page.getByRole('button', { name: '重新付款' }).click()
    await page.getByRole('link', { name: /^已重付：T/ }).waitFor()
    await expectAccessible(checker, 'a batch that is paid')
    const { rows } = await stack.database.owner.query('SELECT state FROM payout ORDER BY state')
    expect(rows.map(row => row.state)).toEqual(['confirmed', 'failed', 'requested'])
    expect((await proveLedger(stack.database.db)).disagreement).toBeNull()
  })
})
