import type { StoredReport } from '#domain/catalog/stored-report.ts'
import { DomainError } from '#domain/domain-error.ts'
import { saysWhatWasSigned } from './says-what-was-signed.ts'
import { createReportSigner } from './sign-report.ts'

/** Refuses with `report_invalid` a piece whose report does not say what was signed: somebody changed it where it lies. */
export function refuseForged(
  { itemId, report }: { itemId: string; report: StoredReport },
  { reportSigning }: { reportSigning: Uint8Array },
): void {
  if (saysWhatWasSigned(report, createReportSigner(reportSigning).publicKey)) return
  throw new DomainError('report_invalid', { itemId, problem: 'signature' })
}
