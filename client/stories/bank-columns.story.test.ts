import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type LoadedStatement, loadStatement } from '@haowu/server/domain/reconciliation/load-statement.ts'
import { encodeGb18030 } from '@haowu/server/gateways/encode-gb18030.ts'
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

const DAYS = [
  '20260302,09:00:01,"12,000.00","112,000.00",财付通支付科技有限公司,商户结算款,\t2026030200000001\n20260302,10:12:44,-1500.00,"110,500.00",王芳,代付提现,\t2026030200000002\n',
  '20260303,15:31:09,-3.00,"110,497.00",,代付手续费,\t2026030300000003\n',
]

function tableOf(rows: string): Buffer {
  return encodeGb18030(
    `账户明细\n账号：6225880112345678\n记账日,发生时间,交易金额,账户余额,对手,摘要,核心流水号\n${rows}`,
  )
}

/** A bank's table that nobody has seen before: finance says once what its columns are, and the next one asks nothing. */
describe.skipIf(!chromiumPath)('the columns of a bank (needs Chromium)', () => {
  let stack: Stack
  let browser: Browser
  let finance: Person
  let asking: LoadedStatement

  beforeAll(async () => {
    stack = await startStack()
    browser = await openBrowser()
    finance = await openPerson(browser, DESKTOP_SCREEN)
    await signIn(finance.page, {
      origin: stack.origin,
      ...(await buildPerson(stack.database.db, 'finance')),
    })
    asking = await send(tableOf(DAYS[0] ?? ''))
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await stack?.[Symbol.asyncDispose]()
  })
  tellInChapters()

  async function send(bytes: Buffer): Promise<LoadedStatement> {
    const folder = path.join(stack.environment.FILES_DIR ?? '', 'statements')
    const sha256 = createHash('sha256').update(bytes).digest()
    const name = sha256.toString('hex')
    await mkdir(folder, { recursive: true })
    await writeFile(path.join(folder, name), bytes)
    async function* read() {
      yield await readFile(path.join(folder, name))
    }
    return loadStatement(
      { pool: stack.database.pool, read },
      { fileKey: `statements/${name}`, fileName: '招行流水.csv', sha256, loadedBy: 'test' },
    )
  }
  const place = () => `${stack.origin}/finance/statements/${asking.fileId}/columns`
  const meaning = (header: string) => finance.page.getByLabel(`「${header}」是什么`)

  test('what the headers say is filled in, and the table is read by it at once', async () => {
    const { page } = finance
    await page.goto(place())
    await page.getByText('2 行全部对上').waitFor()
    expect(await meaning('记账日').inputValue()).toBe('day')
    expect(await meaning('发生时间').inputValue()).toBe('time')
    expect(await meaning('对手').inputValue()).toBe('')
    expect(await page.getByLabel('银行账号').inputValue()).toBe('6225880112345678')
    await expectAccessible(finance, 'columns of a bank')
  })

  test('a wrong sign is seen at the line where the balance shows it', async () => {
    const { page } = finance
    await page.getByText('支出', { exact: true }).first().click()
    await page.getByText('这样读，整份文件会被拒收').waitFor()
    await page.getByText(/^第 5 行：余额应为/).waitFor()
    await page.getByText('收入', { exact: true }).first().click()
    await page.getByText('2 行全部对上').waitFor()
  })

  test('said once with the keyboard, it is kept and the file is loaded; the next is not asked about', async () => {
    const { page } = finance
    await meaning('对手').selectOption('counterparty')
    await page.getByRole('cell', { name: '财付通支付科技有限公司' }).waitFor()
    await page.getByLabel('我们怎么称呼它').focus()
    await page.keyboard.type('招行基本户')
    await page.keyboard.press('Enter')
    await page.getByText('已载入 2 行').waitFor()
    expect(await send(tableOf(DAYS[1] ?? ''))).toMatchObject({ state: 'loaded', lineCount: 1 })
    expect(finance.complaints).toEqual([])
  })

  test('on a phone, another table of another account is asked about with nothing kept yet', async () => {
    asking = await send(tableOf(DAYS[0] ?? '').subarray(0, -1))
    const other = await send(encodeGb18030('日期,收入,支出,余额\n20260302,1.00,,5.00\n'))
    expect([asking.state, other.state]).toEqual(['loaded', 'asking'])
    asking = other
    const phone = await openPerson(browser, PHONE_SCREEN)
    await signIn(phone.page, { origin: stack.origin, ...(await buildPerson(stack.database.db, 'finance')) })
    await phone.page.goto(place())
    await phone.page.getByText('1 行全部对上').waitFor()
    await expectAccessible(phone, 'columns of a bank on a phone')
    expect(phone.complaints).toEqual([])
  })
})
