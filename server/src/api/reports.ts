import { z } from 'zod'
import { DomainError } from '#domain/domain-error.ts'
import { createReportSigner } from '#domain/inspection/sign-report.ts'
import { readPublicReport } from '#domain/inspection/verify-report.ts'
import { procedure, router } from './trpc.ts'

export const reportsRouter = router({
  /** What the code on the parcel opens: the signed facts, and all a browser needs to check the signature itself. */
  verify: procedure({ roles: 'public', tenant: 'none' })
    .input(z.strictObject({ code: z.string().trim().min(1).max(40) }))
    .query(async ({ ctx, input }) => {
      const signer = createReportSigner(ctx.secrets.reportSigning)
      const report = await readPublicReport(ctx.db, { code: input.code, signer })
      if (!report) throw new DomainError('not_found', { what: 'report' })
      return report
    }),
})
