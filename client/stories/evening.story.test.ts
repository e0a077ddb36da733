import { randomUUID } from 'node:crypto'
import { endHoldsOfItem } from '@haowu/server/domain/picks/end-holds-of-item.ts'
import { editSheet } from '@haowu/server/domain/picks/edit-sheet.ts'
import { readSession, type SlotRow } from '@haowu/server/domain/picks/read-session.ts'
import { refreshEntries } from '@haowu/server/domain/plaza/refresh-entries.ts'
import { creditDeposit } from '@haowu/server/domain/deposits/credit-deposit.ts'
import { createPlan } from '@haowu/server/domain/commission/create-plan.ts'
import { buildItem } from '@haowu/server/test/build-item.ts'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { toLocal } from '../src/features/picks/show-time.ts'
import { chromiumPath, openBrowser, openPerson, type Person, PHONE_SCREEN } from './browser.ts'
import { type Cast, openCast } from './cast.ts'
import { expectAccessible } from './expect-accessible.ts'
import { signIn } from './sign-in.ts'
import { type Stack, startStack } from './stack.ts'
import { tellInChapters } from './tell-in-chapters.ts'

const WAIT = { timeout: 20_000 }
const HOUR_MS = 3_600_000
const TITLES = ['晚场手机 甲', '晚场手机 乙', '晚场手机 丙'] as const
const [FIRST, SECOND, THIRD] = TITLES
const SPARE = '晚场手机 丁'
const FINDINGS = {
  template: { code: 'phone', version: 1 },
  measured: { cosmetic: 'light', function: 'all_pass', battery_pct: 91 },
  gradeReasons: [{ field: 'cosmetic', value: 'light', atBest: '95' }],
  defects: '',
}

/** Counts how often the page asks for the screen to stay on. */
function countWakeLocks(): void {
  const counted = Object.assign(globalThis, { wakeLocks: 0 })
  const ask = navigator.wakeLock.request.bind(navigator.wakeLock)
  navigator.wakeLock.request = kind => {
    counted.wakeLocks += 1
    return ask(kind)
  }
}

/** A streamer's evening on a phone: from the search to the show, with a network that fails and a piece that leaves. */
describe.skipIf(!chromiumPath)('a streamer’s evening (needs Chromium)', () => {
  let stack: Stack
  let browser: Browser
  let cast: Cast
  let streamer: Person
  let helper: Person
  let viewer: Person
  const seen = { sessionId: '', link: '' }

  beforeAll(async () => {
    stack = await startStack()
    cast = await openCast(stack)
    await stockPlaza()
    browser = await openBrowser()
    streamer = await openPerson(browser, PHONE_SCREEN)
    helper = await openPerson(browser, PHONE_SCREEN)
    viewer = await openPerson(browser, PHONE_SCREEN)
  })
  afterAll(async () => {
    await browser?.close()
    await stack?.[Symbol.asyncDispose]()
  })
  tellInChapters()

  const go = ({ page }: Person, path: string) => page.goto(`${stack.origin}${path}`)
  const own = () => ({ streamerId: cast.streamer.partyId, sessionId: seen.sessionId })
  const sheet = () => readSession(stack.database, own())
  const slotOf = async (title: string): Promise<SlotRow> => {
    const slot = (await sheet()).slots.find(each => each.title === title)
    if (!slot) throw new Error(`no slot for ${title}`)
    return slot
  }
  const titles = () =>
    streamer.page.getByRole('list', { name: '排品单' }).getByRole('heading', { level: 2 }).allTextContents()
  const card = (title: string) =>
    streamer.page.getByRole('list', { name: '排品单' }).getByRole('listitem').filter({ hasText: title })

  /** By the handle, as a finger or a mouse does it. */
  async function drag(title: string, onto: string): Promise<void> {
    const { page } = streamer
    const handle = (of: string) => page.getByRole('button', { name: new RegExp(`^拖动 ${of}`) })
    await handle(title).hover()
    await page.mouse.down()
    const { x, y } = (await handle(onto).boundingBox()) ?? expect.fail(`no handle of ${onto}`)
    await page.mouse.move(x + 4, y + 40, { steps: 8 })
    await page.mouse.move(x + 4, y - 4, { steps: 8 })
    await page.waitForTimeout(400)
    await page.mouse.up()
  }

  /** Phones on offer, and a plan of 8 %; how they come about is the supplier's story. */
  async function stockPlaza(): Promise<void> {
    const { db } = stack.database
    const supplierId = cast.supplier.partyId
    const plan = { kind: 'open', name: '普通', categoryCode: null, serviceRateBps: 0, rateBps: 800 } as const
    await createPlan({ db }, { ...plan, streamerIds: [], supplierId })
    const payment = { paymentId: randomUUID(), partyId: cast.streamer.partyId, amountFen: 10_000_000n }
    await db.transaction().execute(trx => creditDeposit(trx, payment))
    for (const title of [...TITLES, SPARE])
      await buildItem(db, { supplierId, title, model: '晚场', priceFen: 300_000n, reportContent: FINDINGS })
    await refreshEntries({ db })
  }

  test('she notes three phones in the cart, and its place in the navigation counts them', async () => {
    const { page } = streamer
    await signIn(page, { origin: stack.origin, email: cast.streamer.email })
    await go(streamer, '/plaza')
    for (const title of TITLES) {
      await page.getByRole('button', { name: `${title} 放入选品车` }).click()
      await page.getByRole('status').getByText(`已放入选品车：${title}`).waitFor()
    }
    await page.getByRole('link', { name: /^选品车.*3/ }).click()
    await page.getByRole('heading', { name: '选品车', level: 1 }).waitFor()
    await page.getByLabel(`${FIRST} 的备注`).fill('开场讲')
    await page.getByLabel(`${SECOND} 的备注`).focus()
    await expectAccessible(streamer, 'cart')
  })

  test('all of them go onto the sheet of a new show in one press', async () => {
    const { page } = streamer
    await go(streamer, '/sessions')
    await page.getByRole('button', { name: '新建场次' }).first().click()
    await page.getByLabel('场次名称').fill('周四晚场')
    // Within the hours in which pieces may be held, at whatever time of day the story is told.
    await page.getByLabel(/开播时间/).fill(toLocal(Date.now() + HOUR_MS))
    await page.getByLabel('在哪里播').selectOption('kuaishou')
    await expectAccessible(streamer, 'new session')
    await page.getByRole('dialog').getByRole('button', { name: '新建场次' }).click()
    await page.getByText('排品单还是空的').waitFor()
    seen.sessionId = new URL(page.url()).pathname.split('/').at(-1) ?? ''
    await go(streamer, '/cart')
    await page.getByRole('button', { name: '3 件加入排品单' }).click()
    await page.getByRole('button', { name: /周四晚场/ }).click()
    await page.getByRole('status').getByText('已锁定 3 件商品').waitFor()
    await page.getByText('已在《周四晚场》').first().waitFor()
    await page.getByRole('link', { name: '已在《周四晚场》' }).first().click()
    await expect.poll(titles, WAIT).toHaveLength(3)
  })

  test('the sheet is ordered by drag, keys and buttons, and a script is checked as it is written', async () => {
    const { page } = streamer
    await expect.poll(titles, WAIT).toHaveLength(3)
    const before = await titles()
    await card(before[2] ?? '')
      .getByRole('link')
      .first()
      .focus()
    await page.keyboard.press('Alt+ArrowUp')
    await expect.poll(titles, WAIT).toEqual([before[0], before[2], before[1]])
    await expect
      .poll(async () => (await sheet()).slots.map(({ title }) => title), WAIT)
      .toEqual(await titles())
    await page.getByRole('button', { name: new RegExp(`^拖动 ${before[0]}`) }).focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('ArrowDown')
    await page.waitForTimeout(400)
    await page.keyboard.press('Space')
    await expect.poll(titles, WAIT).toEqual([before[2], before[0], before[1]])
    await page.getByRole('button', { name: `下移 ${before[2]}` }).click()
    await expect.poll(titles, WAIT).toEqual([before[0], before[2], before[1]])
    await drag(before[2] ?? '', before[0] ?? '')
    await expect.poll(titles, WAIT).toEqual([before[2], before[0], before[1]])
    await page.getByRole('button', { name: `写话术：${FIRST}` }).click()
    await page.getByLabel('话术', { exact: true }).fill('全网最低价，成色很好')
    await page.getByText('可以说：今晚直播间价').first().waitFor()
    await page
      .getByText(/^外观 \S/)
      .first()
      .waitFor()
    await expectAccessible(streamer, 'run sheet with script')
    await page.getByLabel('话术', { exact: true }).fill('今晚直播间价，成色很好')
    await page.getByRole('button', { name: '保存' }).click()
    await expect.poll(async () => (await slotOf(FIRST)).script, WAIT).toBe('今晚直播间价，成色很好')
  })

  test('without a network the sheet opens and is edited; back online the edits of both are in, and what met is side by side', async () => {
    const { page, context } = streamer
    await page.evaluate(() => navigator.serviceWorker.ready)
    await expect.poll(() => page.evaluate(async () => (await caches.keys()).length), WAIT).toBe(1)
    await expect
      .poll(() => page.evaluate(async () => (await (await caches.open('haowu-1')).keys()).length), WAIT)
      .toBeGreaterThan(10)
    await context.setOffline(true)
    await page.reload()
    await page.getByText('没有网络，正在使用本机保存的排品单').waitFor()
    await expect.poll(titles, WAIT).toHaveLength(3)
    const change = async (title: string, script: string, minutes: string) => {
      await page.getByRole('button', { name: new RegExp(`话术：${title}`) }).click()
      await page.getByLabel('话术', { exact: true }).fill(script)
      await page.getByLabel('分钟').fill(minutes)
      await page.getByRole('button', { name: '保存' }).click()
    }
    await change(FIRST, '地下室写的话术', '9')
    await change(SECOND, '只有我改的话术', '7')
    await page.getByText('4 处修改等待提交').waitFor()
    const first = await slotOf(FIRST)
    const third = await slotOf(THIRD)
    const edit = (slot: SlotRow, value: string) =>
      ({
        editId: randomUUID(),
        slotId: slot.slotId,
        base: slot.scriptVersion,
        field: 'script',
        value,
      }) as const
    const edits = [edit(first, '副播改的话术'), edit(third, '副播写的')]
    await editSheet(stack.database, { ...own(), edits, actor: 'user:helper' })
    await page.reload()
    await page.getByText('4 处修改等待提交').waitFor()
    await context.setOffline(false)
    await page.getByRole('heading', { name: `两人同时修改了 ${FIRST}` }).waitFor()
    await page.getByText('地下室写的话术').waitFor()
    await page.getByText('副播改的话术').first().waitFor()
    expect([await slotOf(FIRST), await slotOf(SECOND), await slotOf(THIRD)]).toMatchObject([
      { minutes: 9, script: '副播改的话术' },
      { minutes: 7, script: '只有我改的话术' },
      { script: '副播写的' },
    ])
    await expectAccessible(streamer, 'two changed the same')
    await page.getByRole('button', { name: '改用后提交的' }).click()
    await expect.poll(async () => (await slotOf(FIRST)).script, WAIT).toBe('地下室写的话术')
    await page.getByRole('heading', { name: `两人同时修改了 ${FIRST}` }).waitFor({ state: 'hidden' })
  })

  test('a helper reads it by a link, without what she earns, until it is taken back', async () => {
    const { page } = streamer
    await page.getByRole('button', { name: '分享' }).click()
    await page.getByLabel('给谁看').fill('副播小林')
    await expectAccessible(streamer, 'share')
    await page.getByRole('button', { name: '生成链接' }).click()
    seen.link = (await page.getByRole('link', { name: /\/sheet\// }).textContent()) ?? ''
    await helper.page.goto(seen.link)
    await helper.page.getByText('地下室写的话术').waitFor()
    expect(await helper.page.getByText('每单得').count()).toBe(0)
    await expectAccessible(helper, 'shared sheet')
    await page.getByRole('button', { name: '收回给 副播小林 的链接' }).click()
    await page.getByRole('button', { name: '收回给 副播小林 的链接' }).waitFor({ state: 'detached' })
    await helper.page.reload()
    await helper.page.getByText('链接已失效').waitFor()
  })

  test('cue cards say what may be said, and print on small paper', async () => {
    const { page } = streamer
    await go(streamer, `/sessions/${seen.sessionId}/cards`)
    await page.getByRole('img', { name: `${FIRST} 的检测报告二维码` }).waitFor()
    await page.getByText('不能说：').first().waitFor()
    await expectAccessible(streamer, 'cue cards')
    await page.emulateMedia({ media: 'print' })
    const pdf = await page.pdf({ format: 'A6' })
    expect(pdf.length).toBeGreaterThan(10_000)
    await page.emulateMedia({ media: 'screen' })
  })

  test('live: one piece at a time, a new price the viewers see, and what left is replaced in two taps', async () => {
    const { page } = streamer
    await page.addInitScript(countWakeLocks)
    await go(streamer, `/sessions/${seen.sessionId}`)
    await page.getByRole('button', { name: '开始直播' }).click()
    await page.getByRole('link', { name: '直播中模式' }).click()
    await expect.poll(() => page.evaluate('wakeLocks'), WAIT).toBe(1)
    const on = (await sheet()).slots[0]?.title ?? ''
    await page.getByRole('button', { name: '开讲第一件' }).click()
    await page.getByRole('heading', { name: on, level: 1 }).waitFor()
    await stack.database.owner.query(
      `UPDATE live_hold SET terms = terms || '{"floorFen":"250000","ceilingFen":"320000"}'::jsonb`,
    )
    await page.getByRole('button', { name: '改价' }).click()
    await page.getByLabel('新价格（元）').fill('2400')
    await page.getByRole('dialog').getByText('可在 ¥2,500.00 至 ¥3,200.00 之间').waitFor()
    await expectAccessible(streamer, 'price')
    await page.getByLabel('新价格（元）').fill('2688')
    await page.getByRole('dialog').getByRole('button', { name: '保存' }).click()
    await page.getByText('¥2,688.00').first().waitFor()
    await expectAccessible(streamer, 'live mode')
    // This viewer's network lets no stream of events through; her room looks again by itself.
    await viewer.page.route('**/api/live/**', route => route.abort('internetdisconnected'))
    await go(viewer, `/room/${(await sheet()).roomCode}`)
    await viewer.page.getByText('¥2,688.00').first().waitFor()

    await page.keyboard.press('ArrowRight')
    const second = (await sheet()).slots[1]
    await page.getByRole('heading', { name: second?.title ?? '', level: 1 }).waitFor()
    await stack.database.db.transaction().execute(async trx => {
      await endHoldsOfItem(trx, second?.itemId ?? '')
      await trx
        .updateTable('item')
        .set({ state: 'withdrawn' })
        .where('id', '=', second?.itemId ?? '')
        .execute()
    })
    await page.getByRole('status').getByText('已不在，别再讲').waitFor()
    await expectAccessible(streamer, 'gone on air')
    await viewer.page
      .getByText(second?.title ?? '')
      .first()
      .waitFor({ state: 'detached' })
    await page.getByRole('button', { name: '换一件' }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: new RegExp(SPARE) })
      .click()
    await page.getByRole('heading', { name: SPARE, level: 1 }).waitFor()
    expect((await sheet()).slots.map(({ title }) => title)).toEqual([
      on,
      SPARE,
      (await sheet()).slots[2]?.title,
    ])
    await page.getByRole('button', { name: '上一件' }).click()
    await page.getByRole('heading', { name: on, level: 1 }).waitFor()
  })

  test('live: a report that runs out while its piece is on air is said on her screen, and the room lets go of it', async () => {
    const { page } = streamer
    const { itemId, title } = (await sheet()).slots[0] ?? expect.fail('nothing on air')
    await stack.database.owner.query(
      `UPDATE report SET expires_at = app_now() + interval '5 seconds' WHERE item_id = $1`,
      [itemId],
    )
    await page.getByRole('alert').getByText('报告在播完前过期').waitFor()
    await page.getByRole('alert').getByText('报告已失效').waitFor()
    await page.getByRole('button', { name: '换一件' }).waitFor()
    await expectAccessible(streamer, 'report lapsed on air')
    await viewer.page.getByText(title).first().waitFor({ state: 'detached' })
  })

  test('nobody’s page complained of anything but the network that was cut', async () => {
    const complaints = [streamer, helper, viewer].flatMap(person => person.complaints)
    expect(complaints.filter(text => !text.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([])
    expect([streamer, helper, viewer].flatMap(person => person.refusals)).toEqual(
      expect.not.arrayContaining([expect.stringMatching(/^5/)]),
    )
  })
})
