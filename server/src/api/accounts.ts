import { signUpInput } from '@haowu/shared/onboarding.ts'
import { signUp } from '#domain/onboarding/sign-up.ts'
import { procedure, router } from './trpc.ts'

export const accountsRouter = router({
  /** A new person with a party of his own, which takes part once its application is approved; he signs in afterwards. */
  signUp: procedure({ roles: 'public', tenant: 'none' })
    .input(signUpInput)
    .mutation(async ({ ctx, input }) => {
      await ctx.limiter.spend('sign_up_address', ctx.ip)
      await signUp(ctx, input)
      return { signedUp: true }
    }),
})
