import type { BackingReport } from '#domain/catalog/backing-report.ts'
import { DomainError } from '#domain/domain-error.ts'
import { saysWhatWasSigned } from './says-what-was-signed.ts'
import { createReportSigner } from './sign-report.ts'

/** Refuses with `report_invalid` a piece whose report does not say what was signed: somebody changed it where it lies. */
export function refuseForged(
  { report }: { report: BackingReport },
  { reportSigning }: { reportSigning: Uint8Array },
): void {
  if (saysWhatWasSigned(report, createReportSigner(reportSigning).publicKey)) return
  throw new DomainError('report_invalid', { itemId: report.itemId, problem: 'signature' })
}
