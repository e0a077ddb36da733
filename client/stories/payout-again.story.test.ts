import { randomUUID } from 'node:crypto'
import { parseConfig } from '@haowu/server/config.ts'
import { available, bank } from '@haowu/server/domain/ledger/accounts.ts'
import { postEntries } from '@haowu/server/domain/ledger/post-entries.ts'
import { proveLedger } from '@haowu/server/domain/ledger/prove-ledger.ts'
import { readBalance } from '@haowu/server/domain/ledger/read-balances.ts'
import { saleCaptured, saleSettled, saleSplit } from '@haowu/server/domain/ledger/sale-entries.ts'
import { namePayeeAccount } from '@haowu/server/domain/settlement/name-payee-account.ts'
import { requestPayout } from '@haowu/server/domain/settlement/request-payout.ts'
import { deriveSecrets } from '@haowu/server/secrets.ts'
import { buildPerson, type Person as Account } from '@haowu/server/test/build-person.ts'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { chromiumPath, DESKTOP_SCREEN, openBrowser, openPerson, type Person } from './browser.ts'
import { expectAccessible } from './expect-accessible.ts'
import { signIn } from './sign-in.ts'
import { type Stack, startStack } from './stack.ts'
import { tellInChapters } from './tell-in-chapters.ts'

const WAIT = { timeout: 60_000, interval: 200 }
const AMOUNT = 123_400n
/** The rail refuses every transfer to the first; the second is like any other. */
const WRONG_ACCOUNT = '0000000000000001'
const RIGHT_ACCOUNT = '6222020000001234'

describe.skipIf(!chromiumPath)('a payout that fails, comes back and is paid again (needs Chromium)', () => {
  let stack: Stack
  let browser: Browser
  let maker: Person & { account: Account }
  let checker: Person & { account: Account }
  let partyId: string

  beforeAll(async () => {
    stack = await startStack()
    browser = await openBrowser()
    partyId = (await buildPerson(stack.database.db, 'supplier', { name: '常州优品二手数码' })).partyId
    await earn()
    await nameAccount(WRONG_ACCOUNT)
    maker = await openFinance()
    checker = await openFinance()
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await stack?.[Symbol.asyncDispose]()
  })
  tellInChapters()

  const go = ({ page }: Person, path: string) => page.goto(`${stack.origin}${path}`)
  const left = () => readBalance(stack.database.db, available(partyId))

  async function openFinance() {
    const person = await openPerson(browser, DESKTOP_SCREEN)
    const account = await buildPerson(stack.database.db, 'finance')
    await signIn(person.page, { origin: stack.origin, ...account })
    return { ...person, account }
  }

  async function earn(): Promise<void> {
    const share = { role: 'supplier', partyId, amountFen: AMOUNT }
    const orderId = randomUUID()
    await stack.database.db
      .transaction()
      .execute(trx =>
        postEntries(trx, [
          saleCaptured({ orderId, paidFen: AMOUNT, platformDiscountFen: 0n }),
          saleSplit({ orderId, shares: [share] }),
          saleSettled({ batchId: randomUUID(), lines: [share], platformFen: 0n }),
        ]),
      )
  }

  const nameAccount = (accountNo: string) =>
    namePayeeAccount(
      { db: stack.database.db, secrets: deriveSecrets(parseConfig(stack.environment).appSecret) },
      { partyId, holderName: '张三', bankName: '招商银行', accountNo, actor: 'test' },
    )

  /** One person of finance asks in the party's name; what is left is what another attempt is made of. */
  const ask = () =>
    requestPayout(stack.database, {
      partyId,
      amountFen: AMOUNT,
      makerId: maker.account.userId,
      idempotencyKey: randomUUID(),
    })

  async function approve(): Promise<void> {
    await go(checker, '/finance/payouts')
    await checker.page.getByRole('button', { name: '批准' }).first().click()
    await checker.page.getByRole('button', { name: /批准打款 ¥/ }).click()
    await checker.page.getByText('没有待审批的打款').waitFor()
  }

  async function payoutEnds(state: string): Promise<void> {
    const states = async () => {
      const { rows } = await stack.database.owner.query<{ state: string }>(
        'SELECT state FROM payout ORDER BY created_at DESC LIMIT 1',
      )
      return rows[0]?.state
    }
    await vi.waitUntil(async () => (await states()) === state, WAIT)
  }

  test('who asked for it has no button to approve it; another person approves, and the rail refuses the account', async () => {
    await ask()
    await go(maker, '/finance/payouts')
    await maker.page.getByText('您是申请人，须由另一位财务审批').waitFor()
    expect(await maker.page.getByRole('button', { name: '批准' }).count()).toBe(0)
    await approve()
    await payoutEnds('failed')
    await go(checker, '/finance/payouts?view=refused')
    await checker.page.getByText('失败', { exact: true }).waitFor()
    await expectAccessible(checker, 'payout that failed')
    expect(await left()).toBe(AMOUNT)
  })

  test('with the right account, after its rest, it is paid', async () => {
    await nameAccount(RIGHT_ACCOUNT)
    await expect(ask()).rejects.toMatchObject({ code: 'payee_account_rests' })
    await stack.database.owner.query('UPDATE app_clock SET shift_seconds = shift_seconds + 25 * 3600')
    await ask()
    await approve()
    await payoutEnds('confirmed')
    expect(await left()).toBe(0n)
  })

  test('the bank sends it back: one person names the line of its statement, another agrees, the money is there again, and is paid once more', async () => {
    await go(checker, '/finance/payouts?view=done')
    await checker.page.getByRole('button', { name: '登记退汇' }).click()
    await checker.page.getByLabel('银行流水号').fill('BANK-20261126-7')
    await expectAccessible(checker, 'payout that came back')
    await checker.page.getByRole('dialog').getByRole('button', { name: '登记退汇' }).click()
    await checker.page.getByText('须由另一位财务确认。').waitFor()
    expect(await left()).toBe(0n)
    await go(maker, '/finance/payouts')
    await maker.page.getByRole('button', { name: '确认', exact: true }).click()
    await maker.page.getByRole('dialog').getByRole('button', { name: '确认', exact: true }).click()
    await maker.page.getByText('没有待审批的打款').waitFor()
    expect(await left()).toBe(AMOUNT)
    await ask()
    await approve()
    await payoutEnds('confirmed')
    expect(await left()).toBe(0n)
    // Three attempts, one of which left the bank for good.
    expect(await readBalance(stack.database.db, bank())).toBe(-AMOUNT)
    expect((await proveLedger(stack.database.db)).disagreement).toBeNull()
  })
})
