import type { Config } from '@haowu/server/config.ts'
import type { DemoAccount } from '@haowu/server/domain/parties/demo-accounts.ts'
import { frame } from './say-step.ts'

interface DemoLogins {
  password: string
  accounts: DemoAccount[]
}

/** Prints where the product is and, in demo mode, who can sign in: one account per role. */
export async function announceReady(config: Config): Promise<void> {
  const lines = [`Haowu Alliance 好物联盟 is ready: ${config.publicUrl}`]
  if (config.demo) lines.push('', ...describeLogins(await readLogins(loopbackAddress(config))))
  lines.push('', 'Ctrl-C stops everything. `npm start -- --reset` begins anew.')
  console.log(`\n${frame(lines)}\n`)
}

/** One line per role, with the first account that has it. */
export function describeLogins({ password, accounts }: DemoLogins): string[] {
  if (accounts.length === 0) return ['There are no demo accounts in this database.']
  const firstOfRole = new Map<string, string>()
  for (const { role, email } of accounts) {
    if (!firstOfRole.has(role)) firstOfRole.set(role, email)
  }
  return [
    `Demo accounts (password: ${password})`,
    ...[...firstOfRole].map(([role, email]) => `  ${role.padEnd(9)} ${email}`),
  ]
}

/** Where the launcher itself reaches the server, whatever address it listens on. */
export function loopbackAddress({ host, port }: Pick<Config, 'host' | 'port'>): string {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`
}

async function readLogins(address: string): Promise<DemoLogins> {
  const answer = await fetch(`${address}/api/trpc/demo.logins`, { signal: AbortSignal.timeout(5_000) })
  if (!answer.ok) throw new Error(`demo.logins answered ${answer.status}`)
  // Our own server, checked by the compiler on its side; a wrong shape would only spoil the printed frame.
  const body = (await answer.json()) as { result: { data: DemoLogins } }
  return body.result.data
}
