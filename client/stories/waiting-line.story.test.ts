import { createPlan } from '@haowu/server/domain/commission/create-plan.ts'
import { creditDeposit } from '@haowu/server/domain/deposits/credit-deposit.ts'
import { refreshEntries } from '@haowu/server/domain/plaza/refresh-entries.ts'
import { buildItem } from '@haowu/server/test/build-item.ts'
import { buildShow } from '@haowu/server/test/build-show.ts'
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
import { type Cast, openCast } from './cast.ts'
import { expectAccessible } from './expect-accessible.ts'
import { signIn } from './sign-in.ts'
import { type Stack, startStack } from './stack.ts'
import { tellInChapters } from './tell-in-chapters.ts'

const TITLE = '排队手机 甲'
const REASON = '拆封时发现屏幕有新划痕'

/** One piece, two shows: the second streamer waits on his phone, is told when it is his turn, and loses it to the supplier's word. */
describe.skipIf(!chromiumPath)('a piece that two streamers want (needs Chromium)', () => {
  let stack: Stack
  let browser: Browser
  let cast: Cast
  let first: Person
  let second: Person
  let supplier: Person
  let itemId = ''
  const shows = { first: '', second: '' }

  beforeAll(async () => {
    stack = await startStack()
    cast = await openCast(stack)
    const { db } = stack.database
    const plan = { kind: 'open', name: '普通', categoryCode: null, serviceRateBps: 0, rateBps: 800 } as const
    await createPlan({ db }, { ...plan, streamerIds: [], supplierId: cast.supplier.partyId })
    for (const { partyId } of [cast.streamer, cast.rival]) {
      const payment = { paymentId: crypto.randomUUID(), partyId, amountFen: 10_000_000n }
      await db.transaction().execute(trx => creditDeposit(trx, payment))
    }
    const supplierId = cast.supplier.partyId
    itemId = (await buildItem(db, { supplierId, title: TITLE, priceFen: 100_000n })).itemId
    const open = (streamerId: string, startsIn: number) => buildShow(stack.database, { streamerId, startsIn })
    shows.first = (await open(cast.streamer.partyId, 3)).sessionId
    shows.second = (await open(cast.rival.partyId, 4)).sessionId
    await refreshEntries({ db })
    browser = await openBrowser()
    first = await openPerson(browser, PHONE_SCREEN)
    second = await openPerson(browser, PHONE_SCREEN)
    supplier = await openPerson(browser, DESKTOP_SCREEN)
    await signIn(first.page, { origin: stack.origin, email: cast.streamer.email })
    await signIn(second.page, { origin: stack.origin, email: cast.rival.email })
    await signIn(supplier.page, { origin: stack.origin, email: cast.supplier.email })
  })
  afterAll(async () => {
    await browser?.close()
    await stack?.[Symbol.asyncDispose]()
  })
  tellInChapters()

  const go = ({ page }: Person, path: string) => page.goto(`${stack.origin}${path}`)

  test('the first holds it; the second finds it held, waits in one tap and sees his place', async () => {
    await go(first, `/plaza?q=${encodeURIComponent(TITLE)}`)
    await first.page.getByRole('button', { name: `把 ${TITLE} 加入排品` }).click()
    await first.page.getByRole('button', { name: /今晚八点/ }).click()
    await first.page.getByText(`已加入排品：${TITLE}`).waitFor()

    await go(second, `/plaza?q=${encodeURIComponent(TITLE)}`)
    await second.page.getByRole('button', { name: `排队等 ${TITLE}` }).waitFor()
    await expectAccessible(second, 'a held piece')
    await second.page.getByRole('button', { name: `排队等 ${TITLE}` }).click()
    await second.page.getByRole('button', { name: /今晚八点/ }).click()
    await second.page.getByText('排队第 1 位（共 1 位）').waitFor()
    await go(second, '/cart')
    await second.page.getByRole('heading', { name: '正在排队（1）' }).waitFor()
    await second.page.getByText('最晚释放').waitFor()
    await expectAccessible(second, 'waiting')
  })

  test('the supplier sees who holds it and who waits', async () => {
    await go(supplier, '/holds')
    const row = supplier.page.getByRole('row').filter({ hasText: TITLE })
    await row.getByText('阿宁的好物直播间').waitFor()
    await row.getByRole('listitem').filter({ hasText: '大鹏数码' }).waitFor()
    await expectAccessible(supplier, 'holds and lines')
    await supplier.page.getByRole('button', { name: '有人排队' }).click()
    await expect.poll(() => new URL(supplier.page.url()).searchParams.get('waited')).toBe('true')
    await row.waitFor()
  })

  test('the first gives it back: it is on the second’s sheet and he is told where he is, without a reload', async () => {
    await go(first, `/sessions/${shows.first}`)
    await first.page.getByRole('button', { name: `移除 ${TITLE}` }).click()
    await second.page.getByText(`排到了！「${TITLE}」已锁进「今晚八点」`).waitFor()
    await expect.poll(() => second.page.getByRole('heading', { name: /正在排队/ }).count()).toBe(0)
    await go(second, `/sessions/${shows.second}`)
    await second.page.getByRole('heading', { name: TITLE }).waitFor()
    await expectAccessible(second, 'a sheet that was served')
  })

  test('the supplier takes it back with a reason; the streamer reads it on his sheet at once', async () => {
    await go(supplier, '/holds')
    await supplier.page.getByRole('button', { name: `收回锁货：${TITLE}` }).click()
    const dialog = supplier.page.getByRole('dialog')
    await dialog.getByText(/大鹏数码 会立即收到通知/).waitFor()
    await expectAccessible(supplier, 'taking a hold back')
    await dialog.getByRole('button', { name: '收回锁货' }).click()
    await dialog.locator('[aria-invalid]').fill(REASON)
    await dialog.getByLabel('同时下架，排队的主播会收到通知').check()
    await dialog.getByRole('button', { name: '收回锁货' }).click()
    await second.page.getByText(`被收回锁货：${REASON}`).waitFor()
    await supplier.page.getByText('现在没有商品被锁定').waitFor()
    const { state } = await stack.database.db
      .selectFrom('item')
      .select('state')
      .where('id', '=', itemId)
      .executeTakeFirstOrThrow()
    expect(state).toBe('withdrawn')
  })

  test('nothing complained and nothing was refused', () => {
    for (const person of [first, second, supplier]) {
      expect(person.complaints).toEqual([])
      expect(person.refusals).toEqual([])
    }
  })
})
