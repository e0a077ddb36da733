import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Person } from './browser.ts'

/** Where somebody was already in the dark, by the size of the screen. */
const seenDark = new Set<string>()

/**
 * axe finds nothing on the page: WCAG 2.2 A and AA and the best practices. The screen's colours are all that a dark theme
 * changes, so they alone are looked at twice, and once in a story for each screen and size: to change the theme draws all anew.
 */
export async function expectAccessible({ page }: Person, name: string): Promise<void> {
  const screen = screenOf(page)
  if (!seenDark.has(screen)) {
    seenDark.add(screen)
    await chooseScheme(page, 'dark')
    expect(await violations(page, axe => axe.withRules(['color-contrast'])), `${name}, dark`).toEqual([])
  }
  await chooseScheme(page, 'light')
  expect(await violations(page, axe => axe), `${name}, light`).toEqual([])
}

/** One item's page is like another's. */
function screenOf(page: Page): string {
  const path = new URL(page.url()).pathname.replace(/[0-9a-f-]{20,}|\d{6,}/g, '*')
  return `${path} ${page.viewportSize()?.width}`
}

async function chooseScheme(page: Page, colorScheme: 'dark' | 'light'): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
  await page.locator(`html[data-theme=${colorScheme}]`).waitFor({ state: 'attached' })
  // The screen is drawn in the new colours a frame after it is told of them.
  await page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))))
}

const SETTLED_AFTER_MS = 500

/** What is still there a moment later: a busy machine may be looked at while half of the screen has its new colours. */
async function violations(page: Page, choose: (axe: AxeBuilder) => AxeBuilder): Promise<string[]> {
  const found = await findViolations(page, choose)
  if (found.length === 0) return found
  await page.waitForTimeout(SETTLED_AFTER_MS)
  return findViolations(page, choose)
}

/** One line per kind of violation. Our pages have no frames, so the legacy mode, which opens no second page, sees it all. */
async function findViolations(page: Page, choose: (axe: AxeBuilder) => AxeBuilder): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] })
  const found = await choose(axe).analyze()
  return found.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(node => node.target.join(' ')).join(' | ')}`,
  )
}
