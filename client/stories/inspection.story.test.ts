import { spawnSync } from 'node:child_process'
import { parseConfig } from '@haowu/server/config.ts'
import { createPlan } from '@haowu/server/domain/commission/create-plan.ts'
import { creditDeposit } from '@haowu/server/domain/deposits/credit-deposit.ts'
import { addSlot } from '@haowu/server/domain/picks/add-slot.ts'
import { createSession } from '@haowu/server/domain/picks/create-session.ts'
import { startSession } from '@haowu/server/domain/picks/start-session.ts'
import { deriveSecrets } from '@haowu/server/secrets.ts'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, openBrowser, openPerson, type Person, PHONE_SCREEN } from './browser.ts'
import { type Cast, openCast } from './cast.ts'
import { expectAccessible } from './expect-accessible.ts'
import { signIn } from './sign-in.ts'
import { type Stack, startStack } from './stack.ts'
import { tellInChapters } from './tell-in-chapters.ts'

const TITLE = '小米 13 256GB 黑色 国行'
const NUMBER = '356938035643809'
const PRICE_FEN = 158_000n
const DEFECT = '右下角有一处约两毫米的划痕'
const FINDINGS = ['轻微划痕', '全部正常', '全部原装', '无拆修', '无进水', '无锁']

/**
 * A piece is inspected on a phone and sold on what was found. What a forged, expired or withdrawn report shows is told by
 * `verify.story.test.ts`, and how a show is run by `one-item.story.test.ts`.
 */
describe.skipIf(!chromiumPath)('a piece, from the inspection table to its buyer (needs Chromium)', () => {
  let stack: Stack
  let browser: Browser
  let cast: Cast
  let supplier: Person
  let buyer: Person
  const seen = { itemId: '', code: '', room: '', order: '' }

  beforeAll(async () => {
    stack = await startStack()
    cast = await openCast(stack)
    browser = await openBrowser()
    supplier = await openPerson(browser, PHONE_SCREEN)
    buyer = await openPerson(browser, PHONE_SCREEN)
    seen.itemId = await bringIn()
  })

  afterAll(async () => {
    await browser?.close()
    await stack?.[Symbol.asyncDispose]()
  })

  tellInChapters()

  const go = ({ page }: Person, path: string) => page.goto(`${stack.origin}${path}`)

  /** A piece that came in without a report, under a plan of its supplier. */
  async function bringIn(): Promise<string> {
    const { db } = stack.database
    const supplierId = cast.supplier.partyId
    await createPlan(
      { db },
      {
        supplierId,
        categoryCode: null,
        kind: 'open',
        name: '全店普通计划',
        rateBps: 1_000,
        serviceRateBps: 0,
        streamerIds: [],
      },
    )
    const { id } = await db
      .insertInto('item')
      .values({
        supplierId,
        supplierSku: 'XM-13',
        categoryCode: 'phone',
        title: TITLE,
        brand: '小米',
        model: '小米 13',
        identity: `IMEI:${NUMBER}`,
        priceFen: PRICE_FEN,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    return id
  }

  test('on her phone she takes the piece up, and one tap is one finding', async () => {
    const { page } = supplier
    await signIn(page, { origin: stack.origin, email: cast.supplier.email })
    await go(supplier, `/items/${seen.itemId}/inspection`)
    await page.getByText('还没有开始检测').waitFor()
    await expectAccessible(supplier, 'inspection not begun')
    await page.getByRole('button', { name: '开始检测' }).click()
    for (const finding of FINDINGS)
      await page.getByRole('button', { name: finding, exact: true }).first().click()
    await page.getByRole('textbox', { name: /电池健康/ }).fill('91')
    await page.getByRole('textbox', { name: '瑕疵说明' }).fill(DEFECT)
    await page.getByText('已保存').waitFor()
    await expect.poll(() => page.getByRole('button', { name: '签名并发布报告' }).isDisabled()).toBe(true)
  })

  test('the camera’s photos go up as they are taken, and a tap says where the scratch is', async () => {
    const { page } = supplier
    const camera = page.locator('input[type=file][capture=environment]')
    await camera.waitFor({ state: 'attached' })
    expect(await camera.getAttribute('accept')).toBe('image/*')
    for (const height of [200, 300, 400, 500]) {
      const buffer = await page.screenshot({ type: 'jpeg', clip: { x: 0, y: 0, width: 390, height } })
      const before = await page.locator('.inspection-photo').count()
      await camera.setInputFiles({ name: `IMG_${height}.jpg`, mimeType: 'image/jpeg', buffer })
      await expect.poll(() => page.locator('.inspection-photo').count()).toBe(before + 1)
    }
    await page.getByRole('combobox', { name: '照片拍的是' }).nth(3).selectOption('number')
    await page.locator('.inspection-photo').first().click()
    await page.getByRole('button', { name: '划痕', exact: true }).click()
    await page.locator('.mark-photo').click({ position: { x: 120, y: 60 } })
    await page.getByText('1. 划痕').waitFor()
    await expectAccessible(supplier, 'mark a defect')
    await page.getByRole('dialog').getByRole('button', { name: '关闭' }).last().click()
    await page.getByText('已保存').waitFor()
  })

  test('with the number read from the piece nothing is missing; she signs, and it is on offer', async () => {
    const { page } = supplier
    await page.getByRole('textbox', { name: '实物上读到的编号' }).fill(NUMBER)
    await page.getByRole('combobox', { name: '检测人' }).fill('陈晓芸')
    await page.getByRole('textbox', { name: '检测地点' }).fill('常州质检台')
    await page.getByRole('textbox', { name: '检测地点' }).blur()
    await page.getByText(/可以签名了/).waitFor()
    await expectAccessible(supplier, 'inspection to sign')
    await page.getByRole('button', { name: '签名并发布报告' }).click()
    const told = await page
      .getByText(/已发布报告/)
      .first()
      .textContent()
    seen.code = /[0-9A-Z]{12}/.exec(told ?? '')?.[0] ?? ''
    expect(seen.code).toHaveLength(12)
    const { rows } = await stack.database.owner.query('SELECT state, grade FROM item WHERE id = $1', [
      seen.itemId,
    ])
    expect(rows).toEqual([{ state: 'available', grade: '95' }])
  })

  test('a streamer holds it for a show, and a buyer in the room buys it on that report', async () => {
    await openShow()
    const { page } = buyer
    await go(buyer, seen.room)
    await page.getByRole('button', { name: `立即购买 ${TITLE}` }).press('Enter')
    await page.getByLabel('收货人').fill('欧阳思远')
    await page.getByLabel('手机号').fill('13812345678')
    await page.getByLabel('省市区').fill('四川省成都市武侯区')
    await page.getByLabel('详细地址').fill('天府大道北段 1700 号')
    await page.getByLabel('详细地址').press('Enter')
    await page.waitForURL(/\/rail\/pay\//)
    await page.getByRole('button', { name: '支付成功' }).click()
    await page.getByText('付款成功，等待供应商发货').waitFor()
    seen.order = page.url()
    const { rows } = await stack.database.owner.query(
      'SELECT report.code FROM orders JOIN report ON report.id = orders.report_id WHERE orders.item_id = $1',
      [seen.itemId],
    )
    expect(rows).toEqual([{ code: seen.code }])
  })

  test('the slip for the parcel says what was found, on the paper too', async () => {
    const { page, context } = supplier
    const { rows } = await stack.database.owner.query('SELECT id FROM orders WHERE item_id = $1', [
      seen.itemId,
    ])
    await go(supplier, `/orders/${rows[0].id}`)
    const slip = page.getByRole('link', { name: '打印随货检测单' })
    await slip.waitFor()
    const href = new URL((await slip.getAttribute('href')) ?? '', page.url()).href
    const answer = await context.request.get(href)
    expect([answer.status(), answer.headers()['content-type']]).toEqual([200, 'application/pdf'])
    const { stdout, error } = spawnSync('pdftotext', ['-layout', '-', '-'], { input: await answer.body() })
    // Where no reader of PDFs is installed, the door alone is shown.
    if (error) return
    const text = stdout.toString('utf8').replaceAll(/\s/g, '')
    for (const words of [seen.code, '95新', DEFECT, '91']) expect(text).toContain(words)
  })

  test('with the network cut after the page is there, the buyer’s phone checks the signature and the photos’ hashes stand', async () => {
    const { page, context } = buyer
    await go(buyer, `/r/${seen.code}`)
    await page.getByText('签名校验通过，由这台设备完成（第 1 次）').waitFor()
    await page.getByText(DEFECT).first().waitFor()
    await expectAccessible(buyer, 'report with marked photos')
    await context.setOffline(true)
    await page.getByRole('button', { name: '再校验一次' }).click()
    await page.getByText('签名校验通过，由这台设备完成（第 2 次）').waitFor()
    await context.setOffline(false)
    const { rows } = await stack.database.owner.query(
      `SELECT jsonb_array_length(content->'media') AS photos, content->'marks'->0->>'kind' AS mark FROM report WHERE code = $1`,
      [seen.code],
    )
    expect(rows).toEqual([{ photos: 4, mark: 'scratch' }])
  })

  test('nobody’s page complained and nothing was refused', () => {
    expect([...supplier.complaints, ...buyer.complaints]).toEqual([])
    expect([...supplier.refusals, ...buyer.refusals]).toEqual([])
  })

  /** A show with this piece alone; how one is lined up by hand is another story. */
  async function openShow(): Promise<void> {
    const { db, pool } = stack.database
    const deps = { db, pool, secrets: deriveSecrets(parseConfig(stack.environment).appSecret) }
    const streamerId = cast.streamer.partyId
    const payment = { paymentId: crypto.randomUUID(), partyId: streamerId, amountFen: 10_000_000n }
    await db.transaction().execute(trx => creditDeposit(trx, payment))
    const [startsAt, endsAt] = [new Date(), new Date(Date.now() + 2 * 3_600_000)]
    const { sessionId, roomCode } = await createSession(deps, {
      streamerId,
      title: '自检专场',
      startsAt,
      endsAt,
    })
    await addSlot(deps, { streamerId, sessionId, itemId: seen.itemId })
    await startSession(deps, { streamerId, sessionId })
    seen.room = `/room/${roomCode}`
  }
})
