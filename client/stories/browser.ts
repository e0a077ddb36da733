import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

/** Chromium of the machine; the runner looks for it and says so when there is none. */
export const chromiumPath = process.env.CHROMIUM_PATH

export function openBrowser(): Promise<Browser> {
  if (!chromiumPath) throw new Error('no Chromium: the runner sets CHROMIUM_PATH')
  return chromium.launch({
    executablePath: chromiumPath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  })
}

export const PHONE = {
  viewport: { width: 390, height: 844 },
  isMobile: true,
  hasTouch: true,
  deviceScaleFactor: 2,
}
export const DESKTOP = { viewport: { width: 1440, height: 900 } }

export interface Person {
  page: Page
  context: BrowserContext
  /** What the page reported as an error: each one fails the story at its end. */
  complaints: string[]
}

/** A person with a browser of his own: own cookies, own storage, own size of screen. */
export async function openPerson(browser: Browser, screen: object, locale = 'zh-CN'): Promise<Person> {
  const context = await browser.newContext({
    ...screen,
    locale,
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
  })
  context.setDefaultTimeout(20_000)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', error => complaints.push(`page error: ${error.message}`))
  page.on('console', message => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`)
  })
  return { page, context, complaints }
}

/** What axe finds on the page, one line per kind of violation; WCAG 2.2 A and AA and the best practices. */
export async function axeViolations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.map(
    violation => `${violation.id}: ${violation.nodes.map(node => node.target.join(' ')).join(' | ')}`,
  )
}
