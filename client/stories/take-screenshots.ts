import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { DEMO_EMAIL_DOMAIN, DEMO_PASSWORD } from '@haowu/server/domain/parties/demo-accounts.ts'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { DESKTOP_SCREEN, openBrowser, PHONE_SCREEN } from './browser.ts'
import { supplierFile } from './supplier-file.ts'

/**
 * Takes the pictures of the README from a demo that is running, and with a folder every screen of it as well:
 *
 *     npm start
 *     CHROMIUM_PATH=/usr/bin/chromium node client/stories/take-screenshots.ts http://localhost:3000 [folder [words]]
 */
const [origin = 'http://localhost:3000', folder, words] = process.argv.slice(2)
/** Only the screens whose `390-zh-CN-light/room` contains one of these, and then no picture of the README. */
const wanted = words?.split(',')
const README_PICTURES = path.join(import.meta.dirname, '../screenshots')

type Login = 'supplier' | 'streamer' | 'finance' | 'operator'
type Look = { screen: object; locale: 'zh-CN' | 'en'; colorScheme: 'light' | 'dark' }
type Screen = { name: string; login?: Login; open: (page: Page) => Promise<unknown> }

const SCREENS: Screen[] = [
  { name: 'sign-in', open: page => at(page, '/sign-in') },
  { name: 'imports', login: 'supplier', open: page => at(page, '/imports') },
  { name: 'import', login: 'supplier', open: openPreview },
  { name: 'feeds', login: 'supplier', open: page => at(page, '/feeds') },
  { name: 'feed', login: 'supplier', open: page => firstRow(page, '/feeds') },
  { name: 'feed-kinds', login: 'supplier', open: page => at(page, '/feeds/new') },
  { name: 'feed-form', login: 'supplier', open: page => at(page, '/feeds/new?kind=json&try=paste') },
  { name: 'feed-keys', login: 'supplier', open: page => at(page, '/feeds/new?kind=jushuitan') },
  { name: 'items', login: 'supplier', open: page => at(page, '/items') },
  { name: 'item', login: 'supplier', open: page => firstRow(page, '/items') },
  { name: 'plans', login: 'supplier', open: page => at(page, '/plans') },
  { name: 'plan-new', login: 'supplier', open: openNewPlan },
  { name: 'plan-requests', login: 'supplier', open: page => at(page, '/plans/requests') },
  { name: 'plan-leaders', login: 'supplier', open: page => at(page, '/plans/leaders') },
  { name: 'plan-blocked', login: 'supplier', open: page => at(page, '/plans/blocked') },
  { name: 'plan-rates', login: 'supplier', open: openRates },
  { name: 'orders', login: 'supplier', open: page => at(page, '/orders') },
  { name: 'order', login: 'supplier', open: page => firstRow(page, '/orders') },
  { name: 'plaza', login: 'streamer', open: page => at(page, '/plaza') },
  { name: 'plaza-filters', login: 'streamer', open: openFilters },
  { name: 'plaza-expected', login: 'streamer', open: page => at(page, '/plaza?sort=expected') },
  { name: 'plaza-saved', login: 'streamer', open: openSaved },
  { name: 'compare', login: 'streamer', open: openCompare },
  { name: 'cart', login: 'streamer', open: page => at(page, '/cart') },
  { name: 'plan-sent', login: 'streamer', open: page => at(page, '/plan-requests') },
  { name: 'plaza-none', login: 'streamer', open: page => at(page, '/plaza?text=zzz') },
  { name: 'piece', login: 'streamer', open: openPiece },
  { name: 'sessions', login: 'streamer', open: page => at(page, '/sessions') },
  { name: 'run-sheet', login: 'streamer', open: page => firstRow(page, '/sessions') },
  { name: 'picking', login: 'streamer', open: openPicking },
  { name: 'sales', login: 'streamer', open: page => at(page, '/sales') },
  { name: 'deposit', login: 'streamer', open: page => at(page, '/deposit') },
  { name: 'earnings', login: 'streamer', open: page => at(page, '/earnings') },
  { name: 'room', login: 'streamer', open: openRoom },
  { name: 'checkout', login: 'streamer', open: openCheckout },
  { name: 'checkout-wrong', login: 'streamer', open: openWrongCheckout },
  { name: 'report', login: 'streamer', open: openReport },
  { name: 'report-unknown', open: page => at(page, '/r/0000-0000-0000') },
  { name: 'overview', login: 'finance', open: page => at(page, '/finance') },
  { name: 'ledger-orders', login: 'finance', open: page => at(page, '/finance/orders') },
  { name: 'waterfall', login: 'finance', open: openWaterfall },
  { name: 'settlements', login: 'finance', open: page => at(page, '/finance/settlements') },
  { name: 'payouts', login: 'finance', open: page => at(page, '/finance/payouts?view=all') },
  { name: 'parties', login: 'operator', open: page => at(page, '/operator/parties') },
  { name: 'audit', login: 'operator', open: page => at(page, '/operator/audit') },
]

const browser = await openBrowser()
try {
  if (!wanted) await takeReadmePictures(browser)
  if (folder) for (const look of looks()) await takeAll(browser, look, folder)
} finally {
  await browser.close()
}

async function takeReadmePictures(browser: Browser): Promise<void> {
  await mkdir(README_PICTURES, { recursive: true })
  const pictures = [
    { file: 'supplier-import', name: 'import', screen: DESKTOP_SCREEN },
    { file: 'streamer-plaza', name: 'picking', screen: PHONE_SCREEN },
    { file: 'room', name: 'room', screen: PHONE_SCREEN },
    { file: 'finance-waterfall', name: 'waterfall', screen: DESKTOP_SCREEN },
  ]
  for (const { file, name, screen } of pictures) {
    const shown = SCREENS.find(each => each.name === name)
    if (!shown) throw new Error(`there is no screen ${name}`)
    const context = await openContext(browser, { screen, locale: 'zh-CN', colorScheme: 'light' })
    const page = await show(context, shown)
    await page.screenshot({ path: path.join(README_PICTURES, `${file}.png`) })
    await context.close()
  }
}

function* looks(): Generator<Look & { name: string }> {
  for (const [size, screen] of Object.entries({ 390: PHONE_SCREEN, 1440: DESKTOP_SCREEN })) {
    for (const locale of ['zh-CN', 'en'] as const) {
      for (const colorScheme of ['light', 'dark'] as const) {
        yield { screen, locale, colorScheme, name: `${size}-${locale}-${colorScheme}` }
      }
    }
  }
}

async function takeAll(browser: Browser, look: Look & { name: string }, into: string): Promise<void> {
  for (const screen of SCREENS) {
    if (wanted && !wanted.some(word => `${look.name}/${screen.name}`.includes(word))) continue
    const context = await openContext(browser, look)
    const page = await show(context, screen)
    await page.screenshot({ path: path.join(into, look.name, `${screen.name}.png`), fullPage: true })
    await context.close()
  }
}

async function openContext(browser: Browser, { screen, ...look }: Look): Promise<BrowserContext> {
  const context = await browser.newContext({
    ...screen,
    ...look,
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
  })
  context.setDefaultTimeout(20_000)
  return context
}

/** Opened, and quiet: what is still loading would make another picture each time. */
async function show(context: BrowserContext, { login, open }: Screen): Promise<Page> {
  const page = await context.newPage()
  if (login) await signIn(context, login)
  await open(page)
  await page.locator('main h1').first().waitFor()
  await page.waitForFunction(() => document.querySelector('.skeleton, .spinner') === null)
  return page
}

async function signIn(context: BrowserContext, login: Login): Promise<void> {
  const answer = await context.request.post(`${origin}/api/auth/sign-in/email`, {
    data: { email: `${login}@${DEMO_EMAIL_DOMAIN}`, password: DEMO_PASSWORD },
    headers: { origin },
  })
  if (!answer.ok()) throw new Error(`${login} could not sign in: ${answer.status()}`)
}

function at(page: Page, address: string) {
  return page.goto(`${origin}${address}`, { waitUntil: 'load' })
}

async function firstRow(page: Page, address: string): Promise<void> {
  await at(page, address)
  const path = await page.locator('.row-link').first().getAttribute('href')
  await at(page, path ?? address)
}

async function openPreview(page: Page): Promise<void> {
  await at(page, '/imports')
  await page.locator('input[type=file]').setInputFiles({
    name: '十一月到货.csv',
    mimeType: 'text/csv',
    // Another serial number makes it another file; the same one would open the import of last time.
    buffer: Buffer.from(supplierFile().replace('SD4198', `SD${Date.now() % 1e6}`)),
  })
  await page.locator('.grid, .problem-group').first().waitFor()
}

async function openPiece(page: Page): Promise<void> {
  await at(page, '/plaza')
  await page.locator('main h2 a').first().click()
  await page.waitForURL(/\/plaza\/./)
}

/** What narrows, with the counts beside it: a sheet on a phone, a column on a desk. */
async function openFilters(page: Page): Promise<void> {
  await at(page, `/plaza?categories=${encodeURIComponent('["phone"]')}&ships=48`)
  await page.locator('.plaza-piece').first().waitFor()
  const folded = page.locator('.plaza-filters button[aria-expanded]')
  if (await folded.isVisible()) await folded.click()
  await page.locator('.filter-panel .plaza-chip-count').first().waitFor()
}

async function openSaved(page: Page): Promise<void> {
  await at(page, '/plaza')
  await page.locator('.plaza-filters .menu summary').click()
}

async function openCompare(page: Page): Promise<void> {
  await at(page, '/plaza')
  await page.locator('.plaza-piece').first().waitFor()
  for (const at of [0, 1, 2, 3]) await page.locator('.plaza-compare input').nth(at).check()
  await page.locator('.compare-tray a').click()
  await page.locator('table.compare').waitFor()
}

async function openNewPlan(page: Page): Promise<void> {
  await at(page, '/plans')
  await page
    .locator('.page-head button[data-kind="primary"], main button[data-kind="primary"]')
    .first()
    .click()
  await page.locator('dialog').waitFor()
}

async function openRates(page: Page): Promise<void> {
  await firstRow(page, '/items')
  const itemId = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  await at(page, `/plans/rates?itemId=${itemId}`)
}

async function openPicking(page: Page): Promise<void> {
  await firstRow(page, '/sessions')
  const path = await page.locator('a[href*="/plaza?sessionId"]').first().getAttribute('href')
  await at(page, path ?? '/plaza')
  await page.locator('.plaza-piece').first().waitFor()
}

async function openRoom(page: Page): Promise<void> {
  await firstRow(page, '/sessions')
  const address = await page.locator('a[href*="/room/"]').first().getAttribute('href')
  await page.goto(address ?? origin)
  await page.locator('.room-item').first().waitFor()
}

async function openCheckout(page: Page): Promise<void> {
  await openRoom(page)
  await page.locator('.room-item button').first().click()
  await page.locator('dialog').waitFor()
}

async function openWrongCheckout(page: Page): Promise<void> {
  await openCheckout(page)
  await page.locator('dialog form').evaluate((form: HTMLFormElement) => form.requestSubmit())
}

async function openReport(page: Page): Promise<void> {
  await openRoom(page)
  const path = await page.locator('.room-item a[href^="/r/"]').first().getAttribute('href')
  await at(page, path ?? '/r/0')
}

async function openWaterfall(page: Page): Promise<void> {
  await firstRow(page, '/finance/orders')
  await page.locator('#waterfall').waitFor()
}
