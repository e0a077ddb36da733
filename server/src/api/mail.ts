import { z } from 'zod'
import { DomainError } from '#domain/domain-error.ts'
import { listSentLetters } from '#gateways/mail/mail-simulator.ts'
import { pageInput, toPage } from './page.ts'
import { procedure, router } from './trpc.ts'

/** What the simulator of the mail gateway sent, for those who show the product; elsewhere there is nothing to read. */
export const mailRouter = router({
  sent: procedure({ roles: ['operator'], tenant: 'platform' })
    .input(z.strictObject(pageInput))
    .query(async ({ ctx, input }) => {
      if (!ctx.config.demo) throw new DomainError('not_found')
      return toPage(await listSentLetters(ctx.db, input), input.limit)
    }),
})
