import { DEMO_PASSWORD } from '@haowu/server/domain/parties/demo-accounts.ts'
import type { Page } from 'playwright-core'

interface Login {
  origin: string
  email: string
  /** Default: that of everybody in the cast. */
  password?: string
}

/** Signs in as people do, and waits until their navigation is there. */
export async function signIn(page: Page, { origin, email, password = DEMO_PASSWORD }: Login): Promise<void> {
  await page.goto(`${origin}/sign-in`)
  await page.getByLabel('邮箱').fill(email)
  await page.getByLabel('密码').fill(password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.getByRole('navigation', { name: '主导航' }).waitFor()
}
