import type { FeedConfig } from './feed-config.ts'

type Auth = FeedConfig<'json'>['auth']
type Secret = { token: string } | undefined

/** The header with which a source is shown its key; none when it wants none, or none was given. */
export function authHeaders(auth: Auth, secret: Secret): Record<string, string> {
  if (auth.kind === 'none' || auth.kind === 'query' || !secret) return {}
  if (auth.kind === 'bearer') return { authorization: `Bearer ${secret.token}` }
  if (auth.kind === 'basic') return { authorization: `Basic ${Buffer.from(secret.token).toString('base64')}` }
  return { [auth.name.toLowerCase()]: secret.token }
}

/** The address with the key in it, for sources that take it nowhere else; only ever made to be asked. */
export function withKey(url: string, auth: Auth, secret: Secret): string {
  if (auth.kind !== 'query' || !secret) return url
  const asked = new URL(url)
  asked.searchParams.set(auth.name, secret.token)
  return asked.href
}

const KEY_NAME = /(^|[_.-])(access[_-]?|api[_-]?|app[_-]?)?(token|key|secret|password|passwd|pwd)$/i

/** A parameter of an address that looks like a key: addresses are kept and shown as they are, keys are not. */
export function keyInAddress(url: string): string | null {
  if (!URL.canParse(url)) return null
  return [...new URL(url).searchParams.keys()].find(name => KEY_NAME.test(name)) ?? null
}
