import { type Browser, type BrowserContext, type ConsoleMessage, chromium, type Page } from 'playwright-core'

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

export const PHONE_SCREEN = {
  viewport: { width: 390, height: 844 },
  isMobile: true,
  hasTouch: true,
  deviceScaleFactor: 2,
}
export const DESKTOP_SCREEN = { viewport: { width: 1440, height: 900 } }

export interface Person {
  page: Page
  context: BrowserContext
  /** What the page reported as an error: each one fails the story at its end. */
  complaints: string[]
  /** What the server refused, as `409 checkout.start`: an answer, not a fault, so the story names each one it expects. */
  refusals: string[]
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
  const refusals: string[] = []
  page.on('pageerror', error => complaints.push(`page error: ${error.message}`))
  page.on('console', message => {
    if (message.type() !== 'error') return
    const refusal = readRefusal(message)
    if (refusal) refusals.push(refusal)
    else complaints.push(`console: ${message.text()} (${message.location().url})`)
  })
  return { page, context, complaints, refusals }
}

/** Chromium logs every answer of 400 and more; those of our API below 500 are refusals. */
function readRefusal(message: ConsoleMessage): string | null {
  const [, status] = /the server responded with a status of (4\d\d)/.exec(message.text()) ?? []
  const { pathname } = new URL(message.location().url || 'about:blank')
  return status && pathname.startsWith('/api/') ? `${status} ${pathname.split('/').at(-1)}` : null
}
