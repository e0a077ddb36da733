import type { Database, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { saysWhatWasSigned } from './says-what-was-signed.ts'
import { createReportSigner } from './sign-report.ts'

/** Refuses with `report_invalid` a piece whose report does not say what was signed: somebody changed it where it lies. */
export async function refuseForged(
  trx: Transaction<Database>,
  { reportId }: { reportId: string },
  { reportSigning }: { reportSigning: Uint8Array },
): Promise<void> {
  const report = await trx
    .selectFrom('report')
    .select(['code', 'content', 'signature', 'itemId'])
    .where('id', '=', reportId)
    .executeTakeFirstOrThrow()
  if (saysWhatWasSigned(report, createReportSigner(reportSigning).publicKey)) return
  throw new DomainError('report_invalid', { itemId: report.itemId, problem: 'signature' })
}
