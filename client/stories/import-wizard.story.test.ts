import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, DESKTOP_SCREEN, openBrowser, openPerson, type Person } from './browser.ts'
import { openCast } from './cast.ts'
import { expectAccessible } from './expect-accessible.ts'
import { signIn } from './sign-in.ts'
import { type Stack, startStack } from './stack.ts'
import { tellInChapters } from './tell-in-chapters.ts'
import {
  hasCatalogue,
  mendErrorFile,
  messyCatalogue,
  toWorkbook,
  WRONG_ROWS,
  WRONG_TOTAL,
} from './yanxuan-file.ts'

/** A loaded machine is slow; a screen that never comes is still found out. */
const WAIT = { timeout: 15_000 }

/**
 * The catalogue of a real shop as its supplier keeps it in Excel, with titles above, a total below and 37 rows that cannot be taken:
 * read, explained, mended and offered by her hands. Each chapter begins where the one before ended.
 */
describe.skipIf(!chromiumPath || !hasCatalogue)('a messy catalogue (needs Chromium and the fixtures)', () => {
  const messy = hasCatalogue ? messyCatalogue() : { records: [], rows: 0, categories: [] }
  /** All of one cause, and two by hand. */
  const mendedInPlace = WRONG_ROWS.negative + 2
  const left = WRONG_TOTAL - mendedInPlace
  const good = messy.rows - left
  let stack: Stack
  let browser: Browser
  let supplier: Person
  let page: Page
  let mended = ''

  beforeAll(async () => {
    stack = await startStack()
    const cast = await openCast(stack)
    browser = await openBrowser()
    supplier = await openPerson(browser, DESKTOP_SCREEN)
    page = supplier.page
    await signIn(page, { origin: stack.origin, email: cast.supplier.email })
  })
  afterAll(async () => {
    await browser?.close()
    await stack?.[Symbol.asyncDispose]()
  })
  tellInChapters()

  const step = (name: string) => page.waitForURL(url => url.pathname.endsWith(`/${name}`))
  const rowsToMend = (count: number) => page.getByRole('heading', { name: `${count} 行要改` }).waitFor()
  const openStep = (name: string) =>
    page.getByRole('navigation', { name: '导入步骤' }).getByRole('link', { name }).click()

  test('the file leads to the words nobody knows: one question each, not one for every row', async () => {
    await page.goto(`${stack.origin}/imports`)
    await page.getByRole('radio', { name: /增量更新/ }).waitFor()
    await page.getByLabel('选择文件').setInputFiles({
      name: '严选供货表.xlsx',
      mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      buffer: await toWorkbook(messy.records),
    })
    await step('words')
    const questions = page.getByRole('combobox')
    await expect.poll(() => questions.count(), WAIT).toBeGreaterThan(5)
    expect(await questions.count()).toBeLessThanOrEqual(messy.categories.length)
    await expectAccessible(supplier, 'words')
  })

  test('its titles are above the header she is shown, and her columns are known by name', async () => {
    await openStep('文件')
    await expect.poll(() => page.getByRole('radio', { name: '第 3 行' }).isChecked(), WAIT).toBe(true)
    await expectAccessible(supplier, 'file')
    await openStep('对列')
    await page.getByLabel('“零售价”列对应的字段').waitFor()
    expect(await page.getByLabel('“零售价”列对应的字段').inputValue()).toBe('price')
    await expectAccessible(supplier, 'columns')
  })

  test('settling the words leaves exactly the rows that are wrong', async () => {
    await openStep('对词')
    for (const question of await page.getByRole('combobox').all()) await question.selectOption('general')
    await page.getByRole('button', { name: /^确定 \d+ 个说法$/ }).click()
    await step('rows')
    await rowsToMend(WRONG_TOTAL)
  })

  test('one cause is mended for all its rows at once, others where they stand, without leaving the keyboard', async () => {
    await page.getByRole('link', { name: /价格超出范围/ }).click()
    await page.getByLabel('“零售价”的新值').fill('199')
    await page.getByRole('button', { name: `${WRONG_ROWS.negative} 行都改成这个` }).click()
    await rowsToMend(WRONG_TOTAL - WRONG_ROWS.negative)
    await page.getByRole('link', { name: /^全部/ }).click()
    const wrong = page.getByRole('grid').getByRole('gridcell', { name: /面议/ })
    await expect.poll(() => wrong.count(), WAIT).toBe(WRONG_ROWS.noNumber)
    await page.locator('[data-cell][tabindex="0"]').focus()
    for (const price of ['188', '288.50']) {
      await page.keyboard.press('Enter')
      await page.keyboard.type(price)
      await page.keyboard.press('Enter')
    }
    await rowsToMend(left)
    await expectAccessible(supplier, 'rows being mended')
  })

  test('the good rows go in first, and nothing before she agrees', async () => {
    await page.getByRole('link', { name: `预览 ${good} 件商品` }).click()
    await step('preview')
    expect(await countItems(stack)).toBe(0)
    await expectAccessible(supplier, 'preview')
    await page.getByRole('button', { name: `上架 ${good} 件商品` }).click()
    await step('done')
    await page.getByText(`已上架 ${good} 件商品`).waitFor()
    expect(await countItems(stack)).toBe(good)
    await expectAccessible(supplier, 'done')
  })

  test('the rest comes back as a file of her own columns; mended and dropped again, it adds just those', async () => {
    await page.getByRole('link', { name: '去改错' }).click()
    await step('rows')
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: '下载错误文件' }).click()
    mended = mendErrorFile(await readFile(await (await download).path(), 'utf8'))
    await page.getByLabel('上传改好的文件').setInputFiles({
      name: '改好的行.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(mended),
    })
    await step('preview')
    await page.getByRole('button', { name: `上架 ${left} 件商品` }).click()
    await step('done')
    await page.getByText(`已上架 ${left} 件商品`).waitFor()
    expect(await countItems(stack)).toBe(messy.rows)
  })

  test('the same file again is answered at once with what became of it', async () => {
    await page.goto(`${stack.origin}/imports`)
    await page.getByRole('link', { name: '严选供货表.xlsx' }).waitFor()
    await page.getByLabel('选择文件').setInputFiles({
      name: '又一次.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(mended),
    })
    await page.getByText(/^这份文件 .* 已经导入/).waitFor()
    await step('done')
    expect(await countItems(stack)).toBe(messy.rows)
  })

  test('an item tells from which line of which file it came', async () => {
    await page.goto(`${stack.origin}/items`)
    await page.locator('.row-link').first().click()
    await page.getByRole('heading', { name: '变更记录' }).waitFor()
    await page.getByRole('link', { name: '改好的行.csv' }).waitFor()
  })

  test('the first import is taken back after a look at what that puts back', async () => {
    await page.goto(`${stack.origin}/imports?state=applied`)
    await page.getByRole('link', { name: '严选供货表.xlsx' }).click()
    await step('done')
    await page.getByRole('button', { name: '看看会怎样' }).click()
    await page.getByText(`${good} 件会恢复到导入前的样子`).waitFor()
    await expectAccessible(supplier, 'undo')
    await page.getByRole('button', { name: `撤销，恢复 ${good} 件` }).click()
    await page.getByText(`${good} 件恢复到导入前`).waitFor()
    const { rows } = await stack.database.owner.query<{ state: string; n: number }>(
      `SELECT state, count(*)::int AS n FROM item WHERE state = 'withdrawn' GROUP BY state`,
    )
    expect(rows).toEqual([{ state: 'withdrawn', n: good }])
  })

  test('no page complained', () => expect(supplier.complaints).toEqual([]))
})

async function countItems({ database }: Stack): Promise<number> {
  const { rows } = await database.owner.query<{ n: number }>('SELECT count(*)::int AS n FROM item')
  return rows[0]?.n ?? 0
}
