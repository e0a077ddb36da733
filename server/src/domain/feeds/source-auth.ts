import type { FeedConfig } from './feed-config.ts'

/** The header with which a source is shown its key; none when it wants none, or none was given. */
export function authHeaders(
  auth: FeedConfig<'json'>['auth'],
  secret: { token: string } | undefined,
): Record<string, string> {
  if (auth.kind === 'none' || !secret) return {}
  if (auth.kind === 'bearer') return { authorization: `Bearer ${secret.token}` }
  if (auth.kind === 'basic') return { authorization: `Basic ${Buffer.from(secret.token).toString('base64')}` }
  return { [auth.name.toLowerCase()]: secret.token }
}
