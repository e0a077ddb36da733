import { initTRPC } from '@trpc/server'
import type { AppDeps } from '#app.ts'
import type { Membership } from '#domain/parties/read-memberships.ts'
import type { Identity } from './read-identity.ts'
import { DomainError } from '#domain/domain-error.ts'
import type { MemberRole } from '#domain/parties/member.ts'
import type { RateLimiter } from '#http/rate-limiter.ts'
import { toExpectedFailure } from './expected-failure.ts'
import { formatError } from './format-error.ts'

/**
 * `public` is anybody, `signed_in` anybody with a session (even without a membership), a list names the roles that may.
 */
export type Roles = 'public' | 'signed_in' | readonly [MemberRole, ...MemberRole[]]

/**
 * Whose data a procedure touches: that of the actor's own supplier, streamer or platform party, that of his party of
 * any kind, or nobody's. The use case gets the party as an explicit input and puts it into each WHERE.
 */
export type TenantKey = 'supplier' | 'streamer' | 'platform' | 'party' | 'none'

export interface Access<R extends Roles = Roles> {
  roles: R
  tenant: TenantKey
}

export interface Context extends AppDeps {
  requestId: string
  /** Address of the caller, for limits; see TRUST_PROXY_HOPS. */
  ip: string
  limiter: RateLimiter
  /** Which of the caller's memberships acts (header x-member-id). */
  chosenMemberId: string | undefined
  /** Session, user and active memberships as the database knows them now; read at most once per request. */
  readIdentity(): Promise<Identity | null>
}

/** The member in whose name a request acts. */
export interface Actor {
  userId: string
  memberId: string
  partyId: string
  role: MemberRole
}

const t = initTRPC
  .context<Context>()
  .meta<{ access: Access }>()
  .create({ errorFormatter: formatError, isDev: false })

export const router = t.router
export const mergeRouters = t.mergeRouters

const open = t.procedure.use(async ({ next }) => {
  const result = await next()
  if (!result.ok) throw toExpectedFailure(result.error)
  return result
})

const signedIn = open.use(async ({ ctx, next }) => {
  const identity = await ctx.readIdentity()
  if (!identity) throw new DomainError('unauthenticated')
  return next({ ctx: { identity } })
})

const asMember = signedIn.use(async ({ ctx, meta, next }) => {
  if (!meta || typeof meta.access.roles === 'string') throw new Error('a member procedure without roles')
  const actor = chooseMembership(ctx, meta.access)
  if (!actor) throw new DomainError('forbidden')
  return next({ ctx: { actor: toActor(ctx.identity, actor) } })
})

/** The one way to make a procedure: without roles and tenant it does not compile, and the matrix test reads both. */
export function procedure(access: Access<'public'>): typeof open
export function procedure(access: Access<'signed_in'>): typeof signedIn
export function procedure(access: Access<readonly [MemberRole, ...MemberRole[]]>): typeof asMember
export function procedure(access: Access): typeof open | typeof signedIn | typeof asMember {
  if (access.roles === 'public') return open.meta({ access })
  if (access.roles === 'signed_in') return signedIn.meta({ access })
  return asMember.meta({ access })
}

/** The membership named by the request, else the first that fits; one that does not fit is no membership at all. */
function chooseMembership(ctx: Context & { identity: Identity }, access: Access): Membership | undefined {
  return ctx.identity.memberships.find(
    membership =>
      (ctx.chosenMemberId === undefined || membership.memberId === ctx.chosenMemberId) &&
      access.roles.includes(membership.role) &&
      (access.tenant === 'none' || access.tenant === 'party' || membership.partyKind === access.tenant),
  )
}

function toActor({ user }: Identity, { memberId, partyId, role }: Membership): Actor {
  return { userId: user.userId, memberId, partyId, role }
}
