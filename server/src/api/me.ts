import { procedure, router } from './trpc.ts'

export const meRouter = router({
  /** Who is signed in and for whom he may act; also answers a person whose last membership was revoked. */
  get: procedure({ roles: 'signed_in', tenant: 'none' }).query(({ ctx }) => ctx.identity),
})
