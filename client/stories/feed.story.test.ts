import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  chromiumPath,
  DESKTOP_SCREEN,
  openBrowser,
  openPerson,
  type Person,
  PHONE_SCREEN,
} from './browser.ts'
import { openCast } from './cast.ts'
import { type ErpStand, openErpStand } from './erp-stand.ts'
import { expectAccessible } from './expect-accessible.ts'
import { signIn } from './sign-in.ts'
import { type Stack, startStack } from './stack.ts'
import { tellInChapters } from './tell-in-chapters.ts'

/** A loaded machine is slow; a screen that never comes is still found out. */
const WAIT = { timeout: 30_000 }
const SAMPLE = JSON.stringify({ data: { list: [{ code: 'B-1', name: '面议的包', fen: '面议', stock: 1 }] } })

/** A supplier connects her ERP by herself: tried first, read at once, and never silently wrong. */
describe.skipIf(!chromiumPath)('a feed (needs Chromium)', () => {
  let stack: Stack
  let erp: ErpStand
  let browser: Browser
  let supplier: Person
  let page: Page

  beforeAll(async () => {
    stack = await startStack()
    erp = await openErpStand()
    erp.goods = [
      { code: 'A-1', name: '实木书桌', fen: 89_900, stock: 1 },
      { code: 'A-2', name: '北欧落地灯', fen: 29_900, stock: 1 },
    ]
    const cast = await openCast(stack)
    browser = await openBrowser()
    supplier = await openPerson(browser, DESKTOP_SCREEN)
    page = supplier.page
    await signIn(page, { origin: stack.origin, email: cast.supplier.email })
  })
  afterAll(async () => {
    await browser?.close()
    await erp?.[Symbol.asyncDispose]()
    await stack?.[Symbol.asyncDispose]()
  })
  tellInChapters()

  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
  const healthIs = (word: string) => page.locator('.facts .tag', { hasText: word }).waitFor(WAIT)
  const addField = async (name: string) => {
    await press('添加字段')
    const picker = page.getByRole('combobox', { name: '我们的字段' }).last()
    await picker.fill(name)
    await picker.press('Enter')
  }
  const price = async (sku: string) => {
    const { rows } = await stack.database.owner.query<{ fen: string }>(
      'SELECT price_fen::text AS fen FROM item WHERE supplier_sku = $1',
      [sku],
    )
    return rows[0]?.fen
  }

  test('without one, the page says in a sentence what they are and offers the four kinds', async () => {
    await page.goto(`${stack.origin}/feeds`)
    await page.getByRole('heading', { name: '还没有数据源' }).waitFor()
    expect(await page.locator('.feed-kind').count()).toBe(4)
    await expectAccessible(supplier, 'no feeds')
    await page.getByRole('link', { name: 'JSON 接口' }).click()
    await page.getByRole('heading', { name: '接入数据源：JSON 接口' }).waitFor()
  })

  test('what is missing is named where it is missing, and the first of it has the focus', async () => {
    await press('保存并开始读取')
    await page.getByText('请填写名称').first().waitFor()
    await expect
      .poll(() => page.getByLabel('名称').evaluate(field => field === document.activeElement))
      .toBe(true)
    await expectAccessible(supplier, 'an empty form')
  })

  test('a pasted answer shows what it would become, with each finding at its cell, as the mapping is typed', async () => {
    await page.getByRole('radio', { name: '粘贴样例' }).check({ force: true })
    await page.getByLabel('粘贴对方返回的内容').fill(SAMPLE)
    await page.getByLabel('商品列表在哪里').fill('data.list')
    await page.getByLabel('商家编码: JMESPath 路径').fill('code')
    await page.getByLabel('价格: JMESPath 路径').fill('fen')
    await page.getByLabel('库存: JMESPath 路径').fill('stock')
    await page.getByText(/价格不是数字/).waitFor(WAIT)
    await page.getByLabel('粘贴对方返回的内容').fill(SAMPLE.replace('"面议"', '"1288"'))
    await page.getByText('1 件没有问题').waitFor(WAIT)
  })

  test('one page is fetched before anything is saved, and nothing is written', async () => {
    await page.getByRole('radio', { name: '增量更新' }).check()
    await addField('标题')
    await page.getByLabel('标题: JMESPath 路径').fill('name')
    await addField('类目')
    await page.locator('.mapping-row').last().getByText('固定值').click()
    await page.getByLabel('类目: 固定值').fill('家具')
    await page.getByRole('radio', { name: '分', exact: true }).check({ force: true })
    await page.getByLabel('名称').fill('主仓 ERP')
    await page.getByLabel('地址', { exact: true }).fill(erp.url)
    await page.getByLabel('怎样带上密钥').selectOption('bearer')
    await page.getByLabel('密钥', { exact: true }).fill(erp.key)
    await page.getByRole('radio', { name: '读一页' }).check({ force: true })
    await press('立即读一页')
    await page.getByText('这一页有 2 件').waitFor(WAIT)
    await page.getByText('899.00').waitFor()
    expect(await price('A-1')).toBeUndefined()
    await expectAccessible(supplier, 'a tried form')
  })

  test('saved, it is read at once, and its items are there', async () => {
    await press('保存并开始读取')
    await page.getByRole('heading', { name: '主仓 ERP' }).waitFor()
    await page.getByText('新增 2').waitFor(WAIT)
    await healthIs('正常')
    expect(await price('A-1')).toBe('89900')
    await expectAccessible(supplier, 'a feed')
  })

  test('read again when she asks, it brings what moved', async () => {
    const [first] = erp.goods
    if (first) first.fen = 79_900
    await press('立即读取')
    await page.getByText('更新 1').waitFor(WAIT)
    await expect.poll(() => price('A-1'), WAIT).toBe('79900')
  })

  test('refused keys stop it, say so and lead to the field; new ones take it back to work', async () => {
    erp.key = 'another-key'
    await press('立即读取')
    await healthIs('要新密钥')
    await page.getByText('对方不接受密钥').first().waitFor()
    await expectAccessible(supplier, 'refused keys')
    await page.getByRole('link', { name: '填新密钥' }).click()
    await page.getByLabel('密钥', { exact: true }).fill(erp.key)
    expect(await page.getByLabel('标题: JMESPath 路径').inputValue()).toBe('name')
    await press('保存')
    await healthIs('正常')
  })

  test('paused, nobody asks the source; and on a phone it is all there', async () => {
    await press('暂停')
    await healthIs('已暂停')
    await page.setViewportSize(PHONE_SCREEN.viewport)
    await page.goto(`${stack.origin}/feeds`)
    await page.getByRole('link', { name: '主仓 ERP' }).waitFor()
    const scrollWidth = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(scrollWidth).toBeLessThanOrEqual(PHONE_SCREEN.viewport.width)
    await expectAccessible(supplier, 'feeds on a phone')
    await press('启用')
    await page.setViewportSize(DESKTOP_SCREEN.viewport)
  })

  test('removed, its items stay', async () => {
    await page.getByRole('link', { name: '主仓 ERP' }).click()
    await press('移除')
    await page.getByText(/商品都会留下.*这 2 件/).waitFor()
    await page.getByRole('dialog').getByRole('button', { name: '移除' }).click()
    await page.getByRole('heading', { name: '还没有数据源' }).waitFor()
    await page.goto(`${stack.origin}/items`)
    await page.getByText('实木书桌').first().waitFor()
  })

  test('no page complained', () => expect(supplier.complaints).toEqual([]))
})
