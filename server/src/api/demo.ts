import { z } from 'zod'
import { advanceClock, readClock } from '#domain/demo-clock.ts'
import { DomainError } from '#domain/domain-error.ts'
import { giveFileToBank } from '#domain/settlement/give-file-to-bank.ts'
import { createPayoutBank } from '#gateways/bank-simulator/create-payout-bank.ts'
import { DEMO_PASSWORD, listDemoAccounts } from '#domain/parties/demo-accounts.ts'
import { type Context, procedure, router } from './trpc.ts'

export const demoRouter = router({
  /** Accounts to try the site with, and their password. Outside of demo mode there is no such thing. */
  logins: procedure({ roles: 'public', tenant: 'none' }).query(async ({ ctx }) => {
    requireDemo(ctx)
    return { password: DEMO_PASSWORD, accounts: await listDemoAccounts(ctx.db) }
  }),

  clock: procedure({ roles: 'public', tenant: 'none' }).query(({ ctx }) => {
    requireDemo(ctx)
    return readClock(ctx.db)
  }),

  advanceClock: procedure({ roles: ['finance', 'operator'], tenant: 'platform' })
    .input(z.strictObject({ days: z.int().min(1).max(60) }))
    .mutation(({ ctx, input }) => {
      requireDemo(ctx)
      return advanceClock(ctx.db, input.days)
    }),

  /** The simulated bank takes the file of a batch and answers at once. */
  payFile: procedure({ roles: ['finance'], tenant: 'platform' })
    .input(z.strictObject({ batchId: z.uuid().toLowerCase() }))
    .mutation(({ ctx, input }) => {
      requireDemo(ctx)
      const bank = createPayoutBank(ctx)
      return giveFileToBank({ ...ctx, bank }, { ...input, userId: ctx.actor.userId })
    }),
})

function requireDemo({ config }: Pick<Context, 'config'>): void {
  if (!config.demo) throw new DomainError('not_found')
}
