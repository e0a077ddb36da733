import { statementAccountInput } from '@haowu/shared/statement-accounts.ts'
import { registerStatementAccount } from '#domain/reconciliation/register-statement-account.ts'
import { procedure, router } from './trpc.ts'

const byFinance = procedure({ roles: ['finance'], tenant: 'platform' })

/** Our accounts at channels, platforms and banks. */
export const statementAccountsRouter = router({
  register: byFinance.input(statementAccountInput).mutation(async ({ ctx, input }) => {
    return { outcome: await registerStatementAccount(ctx, { ...input, actor: `user:${ctx.actor.userId}` }) }
  }),
})
