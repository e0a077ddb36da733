import { buildShow, buildSlots } from '@haowu/server/test/build-show.ts'
import { createPlan } from '@haowu/server/domain/commission/create-plan.ts'
import { creditDeposit } from '@haowu/server/domain/deposits/credit-deposit.ts'
import { proveLedger } from '@haowu/server/domain/ledger/prove-ledger.ts'
import { refreshEntries } from '@haowu/server/domain/plaza/refresh-entries.ts'
import { buildItem } from '@haowu/server/test/build-item.ts'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, openBrowser, openPerson, type Person, PHONE_SCREEN } from './browser.ts'
import { type Cast, openCast } from './cast.ts'
import { expectAccessible } from './expect-accessible.ts'
import { signIn } from './sign-in.ts'
import { type Stack, startStack } from './stack.ts'
import { tellInChapters } from './tell-in-chapters.ts'

const WAIT = { timeout: 20_000 }
const PRICE_FEN = 100_000n
const WANTED = '直播手机 甲'

/** A room and its crowd: one streamer finds and shows a piece, another shows his own, and five buyers with phones of their own. */
describe.skipIf(!chromiumPath)('five buyers in the rooms of two streamers (needs Chromium)', () => {
  let stack: Stack
  let browser: Browser
  let cast: Cast
  let streamer: Person
  let rival: Person
  const buyers: Person[] = []
  const rooms = { first: '', second: '' }
  const shows = { first: '', second: '' }
  const show = { streamerId: '', sessionId: '', roomCode: '' }

  beforeAll(async () => {
    stack = await startStack()
    cast = await openCast(stack)
    const { db } = stack.database
    const plan = {
      kind: 'open',
      name: '普通',
      categoryCode: null,
      serviceRateBps: 0,
      rateBps: 800,
    } as const
    await createPlan({ db }, { ...plan, streamerIds: [], supplierId: cast.supplier.partyId })
    for (const { partyId } of [cast.streamer, cast.rival]) {
      const payment = { paymentId: crypto.randomUUID(), partyId, amountFen: 10_000_000n }
      await db.transaction().execute(trx => creditDeposit(trx, payment))
    }
    await buildItem(db, { supplierId: cast.supplier.partyId, title: WANTED, priceFen: PRICE_FEN })
    Object.assign(show, await buildShow(stack.database, { streamerId: cast.streamer.partyId }))
    const other = await buildShow(stack.database, { streamerId: cast.rival.partyId })
    await buildSlots(stack.database, show, {
      count: 2,
      supplierId: cast.supplier.partyId,
      priceFen: PRICE_FEN,
    })
    await buildSlots(stack.database, other, {
      count: 1,
      supplierId: cast.supplier.partyId,
      priceFen: PRICE_FEN,
    })
    await refreshEntries({ db })
    rooms.first = show.roomCode
    rooms.second = other.roomCode
    Object.assign(shows, { first: show.sessionId, second: other.sessionId })
    browser = await openBrowser()
    streamer = await openPerson(browser, PHONE_SCREEN)
    rival = await openPerson(browser, PHONE_SCREEN)
    for (let n = 0; n < 5; n += 1)
      buyers.push(await openPerson(browser, PHONE_SCREEN, n === 4 ? 'en' : 'zh-CN'))
  })
  afterAll(async () => {
    await browser?.close()
    await stack?.[Symbol.asyncDispose]()
  })
  tellInChapters()

  const go = ({ page }: Person, path: string) => page.goto(`${stack.origin}${path}`)
  const buyer = (n: number): Person => buyers[n] ?? expect.fail('no such buyer')
  const card = ({ page }: Person, title: string) =>
    page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: title, exact: true }) })
  async function fillForm({ page }: Person): Promise<void> {
    const form = page.getByRole('dialog')
    await form.locator('[name=name]').fill('王小美')
    await form.locator('[name=phone]').fill('13812345678')
    await form.locator('[name=region]').fill('江苏省常州市武进区')
    await form.locator('[name=address]').fill('人民路 1 号')
  }

  test('a streamer finds a piece by search, and it comes into the room that viewers have open, without a reload', async () => {
    await go(buyer(0), `/room/${rooms.first}`)
    await buyer(0).page.getByText('还有 2 件可买').waitFor()
    await buyer(0)
      .page.getByText(/距开播|马上开播/)
      .waitFor()
    await expectAccessible(buyer(0), 'room before the show')
    for (const [person, { email }] of [
      [streamer, cast.streamer],
      [rival, cast.rival],
    ] as const) {
      await signIn(person.page, { origin: stack.origin, email })
    }
    await go(streamer, `/plaza?q=${encodeURIComponent(WANTED)}`)
    await streamer.page.getByRole('button', { name: `${WANTED} 放入选品车` }).click()
    await go(streamer, '/cart')
    await streamer.page.getByRole('button', { name: '1 件加入排品单' }).click()
    await streamer.page.getByRole('button', { name: /今晚八点/ }).click()
    await card(buyer(0), WANTED).waitFor()
  })

  test('what the streamer shows comes first in every open room', async () => {
    for (const n of [1, 2, 3]) await go(buyer(n), `/room/${rooms.first}`)
    await go(buyer(4), `/room/${rooms.second}`)
    for (const [person, sessionId] of [
      [rival, shows.second],
      [streamer, shows.first],
    ] as const) {
      await go(person, `/sessions/${sessionId}`)
      await person.page.getByRole('button', { name: '开始直播' }).click()
      await person.page.getByRole('button', { name: '结束直播' }).waitFor()
    }
    await streamer.page.getByRole('link', { name: '直播中模式' }).click()
    await streamer.page.getByRole('button', { name: '开讲第一件' }).click()
    const shown = streamer.page.getByRole('heading', { name: WANTED, level: 1 })
    // The piece he found stands last on the sheet.
    for (let n = 0; n < 5 && !(await shown.isVisible()); n++) {
      await streamer.page.keyboard.press('ArrowRight')
      await streamer.page.waitForTimeout(600)
    }
    await shown.waitFor()
    for (const n of [0, 1, 2, 3]) {
      const now = buyer(n).page.getByRole('region', { name: '正在讲' })
      await now.getByRole('heading', { name: WANTED }).waitFor()
    }
    await expectAccessible(buyer(1), 'room on air')
    await buyer(4).page.getByText('Live', { exact: true }).first().waitFor()
    await expect.poll(() => card(buyer(4), WANTED).count(), WAIT).toBe(0)
  })

  test('of two who press pay one goes to the cashier; the other is told gracefully, with what there is instead', async () => {
    for (const n of [0, 1]) {
      await card(buyer(n), WANTED)
        .getByRole('button', { name: `立即购买 ${WANTED}` })
        .click()
      await fillForm(buyer(n))
    }
    await buyer(0).page.getByRole('button', { name: '提交并付款' }).click()
    await buyer(0).page.waitForURL(/\/rail\/pay\//)
    const lost = buyer(1).page.getByRole('dialog')
    await lost.getByText('慢了一步，有人正在付款').waitFor()
    await lost.getByText(/约 \d+ 分钟后可能放出/).waitFor()
    await lost.getByRole('heading', { name: '直播间里还有' }).waitFor()
    await expectAccessible(buyer(1), 'beaten, with alternatives')
    // Everybody sees how long it is kept, and nobody for whom.
    await card(buyer(2), WANTED)
      .getByText(/^有人正在付款，[45]:\d\d 后可能放出$/)
      .waitFor()
    expect(
      await buyer(2)
        .page.getByText(/王小美|1381/)
        .count(),
    ).toBe(0)
  })

  test('the sale shows in every room at once, and the loser buys another piece from the same form', async () => {
    await buyer(0).page.locator('button[value=pay]').click()
    await buyer(0).page.waitForURL(/\/order\//)
    for (const n of [2, 3]) {
      await buyer(n)
        .page.getByRole('region', { name: '正在讲' })
        .getByText('已售出', { exact: true })
        .waitFor()
    }
    const form = buyer(1).page.getByRole('dialog')
    await form.getByText('手慢了，这件已经没有了').waitFor()
    await form
      .getByRole('button', { name: /^买这件/ })
      .first()
      .click()
    await fillForm(buyer(1))
    await buyer(1).page.getByRole('button', { name: '提交并付款' }).click()
    await buyer(1).page.waitForURL(/\/rail\/pay\//)
    await buyer(1).page.locator('button[value=pay]').click()
    await buyer(1).page.waitForURL(/\/order\//)
    await buyer(3).page.getByText('还有 1 件可买').waitFor()
  })

  test('who comes back from the cashier finds his piece kept, gets more time once, and late money goes back by itself', async () => {
    const { page } = buyer(2)
    const rest = page.getByRole('button', { name: /^立即购买/ })
    await expect.poll(() => rest.count(), WAIT).toBe(1)
    await rest.click()
    await fillForm(buyer(2))
    await page.getByRole('button', { name: '提交并付款' }).click()
    await page.waitForURL(/\/rail\/pay\//)
    await go(buyer(2), `/room/${rooms.first}`)
    await page.getByText(/正为您保留/).waitFor()
    await page.getByText('为您保留', { exact: true }).waitFor()
    await page.getByText(/^[45]:\d\d$/).waitFor()
    await expectAccessible(buyer(2), 'room with a piece of his own')
    await page.getByRole('link', { name: '继续付款' }).click()
    await page.getByRole('button', { name: '去付款' }).click()
    await page.waitForURL(/\/rail\/pay\//)
    await page.locator('button[value=pay_late]').click()
    await page.waitForURL(/\/order\//)
    await page.getByText(/^(9:\d\d|10:00)$/).waitFor()
    await stack.database.owner.query('UPDATE app_clock SET shift_seconds = shift_seconds + 960')
    await page.getByText('付款到得太晚，已原路退回').waitFor({ timeout: 45_000 })
    await expectAccessible(buyer(2), 'order whose money came too late')
    await page.getByRole('link', { name: '回直播间看看' }).click()
    await page.getByRole('button', { name: /^立即购买/ }).waitFor()
  })

  test('a room in English is whole, in its own words', async () => {
    const { page } = buyer(4)
    await page.getByText('1 piece left').waitFor()
    await page.getByRole('button', { name: /^Buy now/ }).click()
    await page.getByRole('heading', { name: 'Where should it go?' }).waitFor()
    await expectAccessible(buyer(4), 'checkout in English')
    await fillForm(buyer(4))
    await page.getByRole('button', { name: 'Submit and pay' }).click()
    await page.waitForURL(/\/rail\/pay\//)
    await page.locator('button[value=pay]').click()
    await page.waitForURL(/\/order\//)
    await page.getByText('Paid. The supplier ships it next').waitFor()
  })

  test('the books are right, and nobody’s page complained', async () => {
    const { db } = stack.database
    const paid = () => db.selectFrom('orders').select('id').where('state', '=', 'paid').execute()
    await expect.poll(async () => (await paid()).length, WAIT).toBe(3)
    expect((await proveLedger(db)).disagreement).toBeNull()
    const everybody = [streamer, rival, ...buyers]
    expect(everybody.flatMap(({ complaints }) => complaints)).toEqual([])
    expect(everybody.flatMap(({ refusals }) => refusals).filter(text => !text.startsWith('409'))).toEqual([])
  })
})
