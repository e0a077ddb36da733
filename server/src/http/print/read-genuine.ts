import type { AppDeps } from '#app.ts'
import { DomainError } from '#domain/domain-error.ts'
import { createReportSigner } from '#domain/inspection/sign-report.ts'
import { type PublicReport, readPublicReport } from '#domain/inspection/verify-report.ts'

/** A report whose content fits its signature. Throws `not_found` and `report_invalid {problem}`. */
export async function readGenuine(
  { db, secrets }: Pick<AppDeps, 'db' | 'secrets'>,
  code: string,
): Promise<PublicReport> {
  const signer = createReportSigner(secrets.reportSigning)
  const report = await readPublicReport(db, { code, signer })
  if (!report) throw new DomainError('not_found', { what: 'report' })
  if (!report.genuine) throw new DomainError('report_invalid', { problem: 'signature' })
  return report
}

/** The same for a slip in a parcel: what was revoked is not sent along as if it held. */
export async function readForParcel(
  deps: Pick<AppDeps, 'db' | 'secrets'>,
  code: string,
): Promise<PublicReport> {
  const report = await readGenuine(deps, code)
  if (report.standing === 'revoked') throw new DomainError('report_invalid', { problem: 'revoked' })
  return report
}
