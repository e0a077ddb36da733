import { signUpInput } from '@haowu/shared/onboarding.ts'
import { APIError } from 'better-auth/api'
import { z } from 'zod'
import { DomainError } from '#domain/domain-error.ts'
import { signUp } from '#domain/onboarding/sign-up.ts'
import { isEmailVerified } from '#domain/parties/verified-email.ts'
import { procedure, router } from './trpc.ts'

const bySignedIn = procedure({ roles: 'signed_in', tenant: 'none' })

export const accountsRouter = router({
  /** A new person with a party of his own, which takes part once its application is approved; he signs in afterwards. */
  signUp: procedure({ roles: 'public', tenant: 'none' })
    .input(signUpInput)
    .mutation(async ({ ctx, input }) => {
      await ctx.limiter.spend('sign_up_address', ctx.ip)
      await signUp(ctx, input)
      // The account exists, whether or not the letter leaves now: he can ask for it again.
      await ctx.auth.api
        .sendVerificationEmail({ body: { email: input.email.trim().toLowerCase() } })
        .catch((error: unknown) => ctx.log.warn({ err: error }, 'a letter of verification was not sent'))
      return { signedUp: true }
    }),

  /** Whether the signed-in person has shown that his address is his. */
  verification: bySignedIn.query(async ({ ctx }) => ({
    email: ctx.identity.user.email,
    isVerified: await isEmailVerified(ctx.db, ctx.identity.user.userId),
  })),

  sendVerification: bySignedIn.mutation(async ({ ctx }) => {
    const { email, userId } = ctx.identity.user
    await ctx.limiter.spend('verification_letter', userId)
    if (!(await isEmailVerified(ctx.db, userId)))
      await ctx.auth.api.sendVerificationEmail({ body: { email } })
    return { email }
  }),

  /** By whoever opens the link of the letter, signed in or not. The same link twice is once. */
  verifyEmail: procedure({ roles: 'public', tenant: 'none' })
    .input(z.strictObject({ token: z.string().min(1).max(2_000) }))
    .mutation(async ({ ctx, input }) => {
      await ctx.limiter.spend('sign_up_address', ctx.ip)
      try {
        await ctx.auth.api.verifyEmail({ query: input })
      } catch (error) {
        if (error instanceof APIError) throw new DomainError('verification_invalid')
        throw error
      }
      return { verified: true }
    }),
})
