import { randomUUID } from 'node:crypto'
import { createPlan } from '@haowu/server/domain/commission/create-plan.ts'
import { creditDeposit } from '@haowu/server/domain/deposits/credit-deposit.ts'
import { createSession } from '@haowu/server/domain/picks/create-session.ts'
import { refreshEntries } from '@haowu/server/domain/plaza/refresh-entries.ts'
import { buildItem } from '@haowu/server/test/build-item.ts'
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

const HOUR_MS = 3_600_000
const TITLE = 'iPhone 15 Pro 256G 原色钛金属'
const OTHER_TITLE = '欧米茄 碟飞 典雅系列 自动机械腕表'
const FINDINGS = {
  template: { code: 'phone', version: 1 },
  measured: { cosmetic: 'light', function: 'all_pass', battery_pct: 91 },
  gradeReasons: [{ field: 'cosmetic', value: 'light', atBest: '95' }],
  defects: '',
}

/** A rate made for one streamer: asked for, approved, earned, cut for others, and kept where it was promised. */
describe.skipIf(!chromiumPath)('a targeted plan with approval (needs Chromium)', () => {
  let stack: Stack
  let browser: Browser
  let supplier: Person
  let streamer: Person
  let itemId: string
  let sessionId: string

  beforeAll(async () => {
    stack = await startStack()
    browser = await openBrowser()
    supplier = await openPerson(browser, DESKTOP_SCREEN)
    streamer = await openPerson(browser, PHONE_SCREEN)
    const { db } = stack.database
    const seller = await buildPerson(db, 'supplier', { name: '常州优品二手数码' })
    const host = await buildPerson(db, 'streamer', { name: '阿宁的好物直播间' })
    const supplierId = seller.partyId
    for (const { partyId } of [seller, host]) {
      const payment = { paymentId: randomUUID(), partyId, amountFen: 10_000_000n }
      await db.transaction().execute(trx => creditDeposit(trx, payment))
    }
    const piece = { supplierId, priceFen: 50_000n, title: TITLE, reportContent: FINDINGS }
    itemId = (await buildItem(db, piece)).itemId
    await buildItem(db, { title: OTHER_TITLE, categoryCode: 'watch', priceFen: 880_000n })
    const plan = { kind: 'open' as const, name: '全店普通计划', categoryCode: null, streamerIds: [] }
    await createPlan({ db }, { ...plan, supplierId, rateBps: 800 })
    const startsAt = new Date(Date.now() + HOUR_MS)
    const endsAt = new Date(startsAt.getTime() + 2 * HOUR_MS)
    const show = { streamerId: host.partyId, title: '今晚八点', startsAt, endsAt }
    await refreshEntries({ db })
    sessionId = (await createSession({ db }, show)).sessionId
    await signIn(supplier.page, { origin: stack.origin, ...seller })
    await signIn(streamer.page, { origin: stack.origin, ...host })
  })
  afterAll(async () => {
    await browser?.close()
    await stack?.[Symbol.asyncDispose]()
  })
  tellInChapters()

  const go = ({ page }: Person, path: string) => page.goto(`${stack.origin}${path}`)

  test('a supplier makes a targeted plan that streamers may ask for', async () => {
    const { page } = supplier
    await go(supplier, '/plans')
    await page.getByRole('button', { name: '新建计划' }).click()
    await page.getByLabel('计划名称').fill('优质主播定向')
    await page.getByRole('dialog').getByText('定向', { exact: true }).click()
    await page.getByText('给选定或经您同意的主播，优先于普通计划').waitFor()
    await page.getByRole('checkbox', { name: '主播须申请，经我同意' }).check()
    await page.getByRole('spinbutton', { name: '佣金率' }).fill('15')
    await page.keyboard.press('Tab')
    await expectAccessible(supplier, 'new targeted plan')
    await page.getByRole('button', { name: '创建计划，佣金 15%' }).click()
    await page.getByRole('row').filter({ hasText: '优质主播定向' }).getByText('需申请').waitFor()
    await expectAccessible(supplier, 'plans')
  })

  test('a streamer sees his rate on the piece, and asks for the better one', async () => {
    const { page } = streamer
    await go(streamer, `/plaza/${itemId}`)
    await page.getByText('¥36.00').first().waitFor()
    await page.getByRole('button', { name: '申请', exact: true }).click()
    await page.getByLabel('介绍一下自己').fill('每周三场手机专场，退货率低于 5%')
    await expectAccessible(streamer, 'ask for a plan')
    await page.getByRole('button', { name: '发出申请' }).click()
    await page.getByText('待答复').waitFor()
    await expectAccessible(streamer, 'a piece with a request')
    await go(streamer, '/plan-requests')
    await page.getByText('待答复').first().waitFor()
    await expectAccessible(streamer, 'plan requests')
  })

  test('the supplier reads who asks, and approves', async () => {
    const { page } = supplier
    await go(supplier, '/plans/requests')
    await page.getByText('每周三场手机专场').waitFor()
    await expectAccessible(supplier, 'requests')
    await page.getByRole('button', { name: '通过', exact: true }).click()
    await page.getByRole('row').filter({ hasText: '阿宁的好物直播间' }).getByText('已通过').waitFor()
  })

  test('the streamer sees the new earning and puts the piece on his run sheet', async () => {
    const { page } = streamer
    await go(streamer, `/plaza/${itemId}?sessionId=${sessionId}`)
    await page.getByText('¥67.50').first().waitFor()
    await page.getByRole('button', { name: `把 ${TITLE} 加入排品` }).click()
    await expect.poll(heldRate).toBe(1_500)
  })

  test('the supplier cuts: from tomorrow for others, never for what is held', async () => {
    const { page } = supplier
    await go(supplier, '/plans')
    const row = page.getByRole('row').filter({ hasText: '优质主播定向' })
    await row.getByRole('button', { name: '改佣金率' }).click()
    await page.getByRole('spinbutton', { name: '佣金率' }).fill('5')
    await page.keyboard.press('Tab')
    await page.getByText('下调：次日 0 点生效').waitFor()
    await page.getByRole('button', { name: '改为 5%' }).click()
    await row.getByText(/起 5%/).waitFor()
    await go(streamer, `/plaza/${itemId}`)
    await streamer.page.getByText('当前佣金至').waitFor()
    await expectAccessible(streamer, 'a rate with an end')
    expect(await heldRate()).toBe(1_500)
    await go(streamer, `/sessions/${sessionId}`)
    await streamer.page.getByText('¥67.50').first().waitFor()
  })

  test('an end of the plan is taken back from the toast', async () => {
    const { page } = supplier
    const row = page.getByRole('row').filter({ hasText: '优质主播定向' })
    await row.getByRole('button', { name: '结束' }).click()
    await row.getByText('结束于').waitFor()
    await page.getByRole('button', { name: '撤销' }).click()
    await row.getByText('结束于').waitFor({ state: 'detached' })
    await go(supplier, `/plans/rates?itemId=${itemId}`)
    await page.getByText('优质主播定向').first().waitFor()
    await expectAccessible(supplier, 'rates of an item')
  })

  test('the supplier promises to ship within a day, and streamers find the piece by it, today and tomorrow', async () => {
    const desk = supplier.page
    await go(supplier, '/orders')
    await desk.getByRole('button', { name: '48 小时内发货' }).click()
    await desk.getByText('24 小时', { exact: true }).click()
    await expectAccessible(supplier, 'promise to ship')
    await desk.getByRole('button', { name: '保存' }).click()
    await desk.getByRole('button', { name: '24 小时内发货' }).waitFor()
    const { page } = streamer
    await go(streamer, '/plaza')
    await page.getByText(OTHER_TITLE).waitFor()
    await page.getByRole('button', { name: '筛选', exact: true }).click()
    await page.getByRole('button', { name: '看 2 件' }).waitFor()
    await page.getByRole('button', { name: /^24 小时内发货/ }).click()
    await page.getByRole('button', { name: '看 1 件' }).waitFor()
    await expectAccessible(streamer, 'filters of the plaza')
    await page.getByRole('button', { name: '看 1 件' }).click()
    await page.getByText(OTHER_TITLE).waitFor({ state: 'detached' })
    await page.getByText('常用筛选').click()
    await page.getByRole('button', { name: '保存当前筛选' }).click()
    await page.getByLabel('名称').fill('一天内发货')
    await page.getByRole('dialog').getByRole('button', { name: '保存' }).click()
    await go(streamer, '/plaza')
    await page.getByText('常用筛选').click()
    await page.getByRole('button', { name: '“一天内发货”：只看昨天起上架的' }).click()
    await page.waitForURL(
      url => url.searchParams.get('ships') === '24' && url.searchParams.get('listed') === '1',
    )
    await page.getByRole('link', { name: TITLE }).waitFor()
  })

  test('two pieces stand side by side, with everything their reports found', async () => {
    const { page } = streamer
    await go(streamer, '/plaza')
    for (const title of [TITLE, OTHER_TITLE])
      await page.getByRole('checkbox', { name: `对比 ${title}` }).check()
    await page.getByRole('link', { name: '对比', exact: true }).click()
    await page.getByRole('row', { name: /^发货.*24 小时内发货.*48 小时内发货/ }).waitFor()
    await expectAccessible(streamer, 'compared pieces')
  })

  test('a leader offers to recruit for the open plan, and the supplier accepts', async () => {
    const leader = await openPerson(browser, PHONE_SCREEN)
    await signIn(leader.page, {
      origin: stack.origin,
      ...(await buildPerson(stack.database.db, 'agency', { name: '好货招商团' })),
    })
    await go(leader, '/recruiting')
    await leader.page.getByText('常州优品二手数码').waitFor()
    await expectAccessible(leader, 'recruiting')
    await leader.page.getByRole('button', { name: '提方案' }).click()
    await leader.page.getByLabel('说明您能带来什么').fill('两百位数码主播')
    await leader.page.getByRole('button', { name: '提出 1% 服务费' }).click()
    await leader.page.getByText('待答复').first().waitFor()
    const { page } = supplier
    await go(supplier, '/plans/leaders')
    await page.getByText('两百位数码主播').waitFor()
    await expectAccessible(supplier, 'offers of leaders')
    await page.getByRole('button', { name: '接受', exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: '接受', exact: true }).click()
    await page.getByText('已接受').first().waitFor()
    await go(supplier, '/plans/blocked')
    await page.getByText('黑名单是空的').waitFor()
    await expectAccessible(supplier, 'blocked streamers')
    const complaints = [supplier, streamer, leader].flatMap(person => person.complaints)
    expect(complaints).toEqual([])
  })

  async function heldRate(): Promise<number | undefined> {
    const { rows } = await stack.database.owner.query(
      "SELECT (terms->>'rateBps')::int AS rate FROM live_hold WHERE item_id = $1",
      [itemId],
    )
    return rows[0]?.rate
  }
})
