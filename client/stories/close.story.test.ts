import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { depositPaidIn } from '@haowu/server/domain/ledger/deposit-entries.ts'
import { adjustmentPosted } from '@haowu/server/domain/ledger/adjustment-entries.ts'
import { createPoster } from '@haowu/server/domain/ledger/group-posts.ts'
import { postEntries } from '@haowu/server/domain/ledger/post-entries.ts'
import { reverseEntry } from '@haowu/server/domain/ledger/reverse-entry.ts'
import { proveLedger } from '@haowu/server/domain/ledger/prove-ledger.ts'
import { pullStatements } from '@haowu/server/domain/reconciliation/pull-statements.ts'
import { reconcile } from '@haowu/server/domain/reconciliation/reconcile.ts'
import {
  createBankSimulator,
  OUR_BANK_ACCOUNT,
} from '@haowu/server/gateways/bank-simulator/create-bank-simulator.ts'
import { createFileStore } from '@haowu/server/gateways/files.ts'
import { createRailBills } from '@haowu/server/gateways/rail-simulator/create-rail-bills.ts'
import { nameOurAccounts } from '@haowu/server/gateways/rail-simulator/name-our-accounts.ts'
import { buildPaidOrders } from '@haowu/server/test/build-orders.ts'
import { CLOSE_CHECKS } from '@haowu/shared/reconciliation.ts'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, DESKTOP_SCREEN, openBrowser, openPerson, type Person } from './browser.ts'
import { type Cast, openCast } from './cast.ts'
import { expectAccessible } from './expect-accessible.ts'
import { signIn } from './sign-in.ts'
import { type Stack, startStack } from './stack.ts'
import { tellInChapters } from './tell-in-chapters.ts'

const WAIT = { timeout: 20_000 }

/** A month in which the channel's bill and our books differ in three places. Nobody touches a pointer: every act is a key. */
describe.skipIf(!chromiumPath)(
  'a month with three differences, closed by two people (needs Chromium)',
  () => {
    let stack: Stack
    let browser: Browser
    let maker: Person
    let checker: Person
    let month = ''
    let cast: Cast

    beforeAll(async () => {
      stack = await startStack()
      cast = await openCast(stack)
      await letStatementsDiffer()
      browser = await openBrowser()
      maker = await openPerson(browser, DESKTOP_SCREEN)
      checker = await openPerson(browser, DESKTOP_SCREEN)
      await signIn(maker.page, { origin: stack.origin, email: cast.maker.email })
      await signIn(checker.page, { origin: stack.origin, email: cast.checker.email })
    })
    afterAll(async () => {
      await browser?.close()
      await stack?.[Symbol.asyncDispose]()
    })
    tellInChapters()

    /** One payment the channel does not know, one of which it says a fen more, and one that is strange to us. */
    async function letStatementsDiffer(): Promise<void> {
      const { db, owner, pool } = stack.database
      await nameOurAccounts(db)
      // At noon: near midnight a line may stand in the neighbour's file, which is another story.
      await owner.query(`UPDATE app_clock SET shift_seconds = shift_seconds + extract(epoch FROM
      (date_trunc('day', app_now() AT TIME ZONE 'Asia/Shanghai') + interval '1 day 12 hours') - (app_now() AT TIME ZONE 'Asia/Shanghai'))::bigint`)
      await buildPaidOrders(db, { count: 6, suppliers: 1 })
      const { partyId } = cast.supplier
      const given = { pair: 'compensation_paid', partyId, amountFen: 8_800n } as const
      const gift = adjustmentPosted({ adjustmentId: randomUUID(), lines: [given], actor: 'test' })
      await db.transaction().execute(trx => postEntries(trx, [gift]))
      await owner.query(
        `DELETE FROM rail_simulator.payment WHERE out_trade_no = (SELECT min(out_trade_no) FROM rail_simulator.payment)`,
      )
      await owner.query(`UPDATE rail_simulator.payment SET amount_fen = amount_fen + 1
      WHERE out_trade_no = (SELECT max(out_trade_no) FROM rail_simulator.payment)`)
      await owner.query(`INSERT INTO rail_simulator.payment (out_trade_no, amount_fen, subject, return_url, expires_at, transaction_id, pays_at)
      SELECT 'PSTRANGE1', 4200, '无名款项', '/', app_now(), 'sim-strange', min(pays_at) FROM rail_simulator.payment`)
      // The deposit of the cast came over the rail too, under a number that our books do not have.
      await owner.query(`INSERT INTO rail_simulator.payment
        (out_trade_no, amount_fen, subject, return_url, expires_at, transaction_id, pays_at)
        SELECT 'DCOVER', 10000000, '保证金', '/', app_now(), 'sim-cover', min(posted_at)
        FROM ledger.transaction WHERE kind = 'deposit_paid_in'`)
      const { rows } = await owner.query<{ month: string }>(
        "SELECT to_char(business_day(app_now()), 'YYYY-MM') AS month",
      )
      month = rows[0]?.month ?? ''
      await owner.query(`UPDATE app_clock SET shift_seconds = shift_seconds + extract(epoch FROM
      (date_trunc('month', app_now() AT TIME ZONE 'Asia/Shanghai') + interval '1 month 4 days 12 hours') - (app_now() AT TIME ZONE 'Asia/Shanghai'))::bigint`)
      const filesDir = path.join(tmpdir(), `haowu-close-story-${randomUUID()}`)
      const secret = Buffer.alloc(32, 5)
      await pullStatements({
        db,
        pool,
        files: createFileStore({ filesDir, s3: undefined, publicUrl: stack.origin }, secret),
        railBills: createRailBills({ db, secret }),
        bank: createBankSimulator({ db, ...OUR_BANK_ACCOUNT }),
      })
      await reconcile({ db })
    }

    const go = ({ page }: Person, to: string) => page.goto(`${stack.origin}${to}`)
    const press = async ({ page }: Person, name: string | RegExp) =>
      page.getByRole('button', { name, exact: true }).first().press('Enter')

    test('she sees what the difference is made of, and that its parts add up to it', async () => {
      await go(maker, '/finance/reconciliation?view=differences')
      const causes = maker.page.getByRole('list', { name: '差额由这些原因组成' })
      await causes.getByText('账单有、账面无（长款）').waitFor(WAIT)
      expect(await causes.getByRole('listitem').count()).toBe(3)
      await expectAccessible(maker, 'differences')
    })

    /** `K` up to the first line, then `J` down until the line in hand says so. */
    async function moveTo({ page }: Person, { pane, says }: { pane: 'statement' | 'book'; says: RegExp }) {
      const inHand = page.locator(`[data-pane=${pane}] tr.line[data-active]`)
      const place = async () => Number(await inHand.getAttribute('aria-rowindex'))
      const step = async (key: 'j' | 'k', to: number) => {
        await page.keyboard.press(key)
        await expect.poll(place, WAIT).toBe(to)
      }
      while ((await place()) > 1) await step('k', (await place()) - 1)
      while (!says.test((await inHand.textContent()) ?? '')) await step('j', (await place()) + 1)
      return (await inHand.locator('.line-no').textContent()) ?? ''
    }

    test('a line that matches is taken apart and matched again by keys, and back, and again', async () => {
      const { page } = maker
      await go(maker, '/finance/reconciliation?view=matched')
      await press(maker, '撤销')
      await page.getByText('已撤销匹配').waitFor(WAIT)
      await go(maker, '/finance/reconciliation?search=PB')
      const lines = page.getByRole('region', { name: '账单' }).locator('tr.line')
      await lines.first().waitFor(WAIT)
      const rows = await lines.count()
      const matchByKeys = async () => {
        // The line without a difference is the one that was just taken apart.
        const no = await moveTo(maker, { pane: 'statement', says: /^(?!.*(不一致|有、账面无)).*$/ })
        await page.keyboard.press(' ')
        await page.keyboard.press(']')
        await moveTo(maker, { pane: 'book', says: new RegExp(no) })
        await page.keyboard.press(' ')
        await page.keyboard.press('m')
        await expect.poll(() => lines.count(), WAIT).toBe(rows - 1)
        await page.keyboard.press('[')
      }
      await matchByKeys()
      await page.keyboard.press('u')
      await expect.poll(() => lines.count(), WAIT).toBe(rows)
      await matchByKeys()
      await expectAccessible(maker, 'workbench')
    })

    test('what is only likely is confirmed by a key', async () => {
      await go(maker, '/finance/reconciliation?account=A:DEPOSIT_BANK&view=suggestions')
      await maker.page.getByRole('rowheader').getByText('金额与日期相符').waitFor(WAIT)
      await press(maker, '确认')
      await maker.page.getByText('没有待确认的匹配').waitFor(WAIT)
    })

    test('each difference is proposed by one, from its line and by keys alone, and agreed to by the other', async () => {
      const { page } = maker
      await go(maker, '/finance/reconciliation')
      const propose = async () => {
        await page.keyboard.press('s')
        const dialog = page.getByRole('dialog')
        await dialog.waitFor(WAIT)
        await page.keyboard.press('Shift+Tab')
        await page.keyboard.press('Home')
        await page.keyboard.press('ArrowDown')
        expect(await dialog.getByLabel('处理方式').inputValue()).toBe('suspense')
        await page.keyboard.press('Tab')
        await page.keyboard.type('本月查不到来源，先挂待查款')
        await page.keyboard.press('Tab')
        await page.keyboard.press('Tab')
        await page.keyboard.press('Enter')
        await dialog.waitFor({ state: 'hidden' })
      }
      await moveTo(maker, { pane: 'statement', says: /有、账面无/ })
      await page.keyboard.press('w')
      await page.locator('[data-pane=statement] tr.line[data-active]').getByText('等渠道').waitFor(WAIT)
      await propose()
      await moveTo(maker, { pane: 'statement', says: /金额不一致/ })
      await propose()
      await page.keyboard.press(']')
      await moveTo(maker, { pane: 'book', says: /有、账单无/ })
      await propose()
      await go(maker, '/finance/reconciliation?view=differences')
      await page.getByText('等同事复核').nth(2).waitFor(WAIT)
      expect(await maker.page.getByRole('button', { name: '同意' }).count()).toBe(0)
      await go(checker, '/finance/reconciliation?view=differences')
      for (let left = 3; left > 0; left -= 1) {
        await press(checker, '同意')
        await expect
          .poll(() => checker.page.getByRole('button', { name: '同意' }).count(), WAIT)
          .toBe(left - 1)
      }
      await checker.page.getByText('两边没有未匹配的行。').waitFor(WAIT)
    })

    /** What was agreed to is matched in the background: asked for before that, the button would first ask back. */
    async function requestClose() {
      const done = maker.page.locator('.checklist li[data-done]')
      const readAgain = async () => {
        const count = await done.count()
        if (count < CLOSE_CHECKS.length) await go(maker, `/finance/closes?month=${month}`)
        return count
      }
      await expect.poll(readAgain, { ...WAIT, interval: 3_000 }).toBe(CLOSE_CHECKS.length)
      const button = maker.page.getByRole('button', { name: '提请关账', exact: true })
      await expect.poll(() => button.isEnabled(), WAIT).toBe(true)
      await button.press('Enter')
    }

    test('the month is asked for by her, signed by him, and then takes no entry from anybody', async () => {
      await go(maker, `/finance/closes?month=${month}`)
      await requestClose()
      await maker.page.getByText('等同事复核').waitFor(WAIT)
      await go(checker, `/finance/closes?month=${month}`)
      // The list is on the page before it is read: none of its points is missing, and none is open.
      const points = checker.page.locator('.checklist li')
      await expect.poll(() => points.count(), WAIT).toBe(CLOSE_CHECKS.length)
      const open = checker.page.locator('.checklist li:not([data-done])')
      await expect.poll(() => open.allTextContents(), WAIT).toEqual([])
      const tieOut = checker.page.locator('.checklist li').filter({ hasText: '账面余额与账单余额一致' })
      await tieOut.getByRole('combobox').selectOption({ label: '林静' })
      await tieOut.getByRole('button', { name: /确认完成/ }).press('Enter')
      await tieOut.getByText('周立 确认于').waitFor(WAIT)
      await expectAccessible(checker, 'close')
      await press(checker, '签署关账')
      await checker.page.getByText('封存码').waitFor(WAIT)
      const late = {
        ...depositPaidIn({ paymentId: randomUUID(), partyId: randomUUID(), amountFen: 1n }),
        effectiveAt: new Date(`${month}-15T12:00:00+08:00`),
      }
      const { db, pool } = stack.database
      await expect(db.transaction().execute(trx => postEntries(trx, [late]))).rejects.toMatchObject({
        code: 'period_closed',
      })
      const poster = createPoster(pool)
      await expect(poster.post(late)).rejects.toMatchObject({ code: 'period_closed' })
      await poster.close()
      const sale = await db
        .selectFrom('ledger.transaction')
        .select('id')
        .where('kind', '=', 'sale_captured')
        .limit(1)
        .executeTakeFirstOrThrow()
      const back = { transactionId: sale.id, actor: 'test', effectiveAt: late.effectiveAt }
      await expect(db.transaction().execute(trx => reverseEntry(trx, back))).rejects.toMatchObject({
        code: 'period_closed',
      })
      await expect(
        pool.query('UPDATE ledger.transaction SET effective_on = effective_on WHERE id = $1', [sale.id]),
      ).rejects.toThrow()
      await expect(pool.query('DELETE FROM ledger.period')).rejects.toThrow('permission denied')
      // Not even a match is taken apart in it; whoever tries is told why.
      await go(checker, '/finance/reconciliation?view=matched')
      await press(checker, '撤销')
      await checker.page.getByRole('alert').getByText('已关账').waitFor(WAIT)
      expect(checker.refusals.splice(0)).toEqual([expect.stringContaining('undo')])
      await go(checker, `/finance/closes?month=${month}`)
      expect((await proveLedger(stack.database.db)).disagreement).toBeNull()
    })

    test('its report is the same whenever it is fetched; opened again by two and closed anew, statements are the same byte for byte', async () => {
      const fetchBytes = (path: string) =>
        checker.page.evaluate(async asked => {
          const bytes = await (await fetch(asked)).arrayBuffer()
          return btoa(String.fromCharCode(...new Uint8Array(bytes).slice(0, 50_000)))
        }, path)
      const fetchPaper = () => fetchBytes(`/api/closes/report?format=pdf&month=${month}`)
      const fetchStatement = (format: string) =>
        fetchBytes(`/api/account/statement?format=${format}&month=${month}&party=${cast.supplier.partyId}`)
      const statements = new Map<string, string>()
      for (const format of ['csv', 'xlsx', 'pdf']) statements.set(format, await fetchStatement(format))
      expect(atob(statements.get('csv') ?? '')).toContain('88.00')
      const fetchReport = () =>
        checker.page.evaluate(
          async asked => (await fetch(`/api/closes/report?format=csv&month=${asked}`)).text(),
          month,
        )
      const first = await fetchReport()
      expect(first).toContain('A:CHANNEL')
      expect(await fetchReport()).toBe(first)
      const paper = await fetchPaper()
      expect(atob(paper).slice(0, 5)).toBe('%PDF-')
      expect(await fetchPaper()).toBe(paper)
      await press(checker, '申请反关账…')
      await checker.page.getByLabel('原因').fill('补记一笔手续费')
      await press(checker, '提交申请')
      await checker.page.getByText('补记一笔手续费').waitFor(WAIT)
      await go(maker, `/finance/closes?month=${month}`)
      await press(maker, '同意打开')
      await requestClose()
      await maker.page.getByText('等同事复核').waitFor(WAIT)
      await go(checker, `/finance/closes?month=${month}`)
      const done = checker.page.locator('.checklist li[data-done]')
      await expect.poll(() => done.count(), WAIT).toBe(CLOSE_CHECKS.length)
      await press(checker, '签署关账')
      await checker.page.getByText('封存码').waitFor(WAIT)
      expect(await fetchReport()).toContain('A:CHANNEL')
      // What parties were told of the month is told again in the same bytes.
      for (const [format, before] of statements) expect(await fetchStatement(format)).toBe(before)
      expect([...maker.complaints, ...checker.complaints]).toEqual([])
    })
  },
)
