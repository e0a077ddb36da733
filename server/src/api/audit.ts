import { z } from 'zod'
import { listActs } from '#domain/audit-log.ts'
import { pageInput, toPage } from './page.ts'
import { procedure, router } from './trpc.ts'

export const auditRouter = router({
  list: procedure({ roles: ['operator', 'finance'], tenant: 'platform' })
    .input(
      z.strictObject({
        subjectType: z.string().max(40).optional(),
        subjectId: z.string().max(80).optional(),
        ...pageInput,
      }),
    )
    .query(async ({ ctx, input }) => toPage(await listActs(ctx.db, input), input.limit)),
})
