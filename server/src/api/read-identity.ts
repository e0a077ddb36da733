import type { IncomingHttpHeaders } from 'node:http'
import type { AppDeps } from '#app.ts'
import { type Membership, readMemberships } from '#domain/parties/read-memberships.ts'
import { readSession } from '#http/auth.ts'

export interface Identity {
  user: { userId: string; name: string; email: string }
  memberships: Membership[]
}

/** Who sends this request, by session cookie and database alone: nothing about a role is ever kept in the cookie. */
export async function readIdentity(
  { auth, db }: Pick<AppDeps, 'auth' | 'db'>,
  headers: IncomingHttpHeaders,
): Promise<Identity | null> {
  const user = await readSession(auth, headers)
  if (!user) return null
  return { user, memberships: await readMemberships(db, user.userId) }
}
