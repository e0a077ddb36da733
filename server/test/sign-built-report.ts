import type pg from 'pg'
import { createDatabase } from '#db/database.ts'
import { canonicalJson } from '#domain/inspection/canonical-json.ts'
import type { ReportContent } from '#domain/inspection/report.ts'
import { createReportSigner } from '#domain/inspection/sign-report.ts'

export interface SignedReport {
  code: string
  content: ReportContent
}

/**
 * Gives a report that a builder wrote a content, and the signature of the product with this seed, as if an agency had
 * published it. Needs the owner of the tables: the application may not change what was signed.
 */
export async function signBuiltReport(
  owner: pg.Pool,
  { reportId, seed, title }: { reportId: string; seed: Uint8Array; title: string },
): Promise<SignedReport> {
  const db = createDatabase(owner)
  const { code } = await db
    .selectFrom('report')
    .select('code')
    .where('id', '=', reportId)
    .executeTakeFirstOrThrow()
  const content: ReportContent = {
    v: 1,
    code,
    version: 1,
    kind: 'third_party',
    agency: '拍机堂检测中心（常州）',
    inspector: '孙工',
    externalNo: 'PJT-20261112-002',
    inspectedOn: '2026-11-12',
    // Whenever the test runs, it is the row that says whether the report has run out.
    expiresOn: '2099-12-31',
    item: {
      category: 'phone',
      brand: '苹果',
      model: 'iPhone 15 Pro',
      title,
      identity: 'IMEI:356938035640748',
    },
    template: { code: 'phone', version: 1 },
    measured: { cosmetic: 'light', function: 'all_pass', battery_pct: 91, parts: 'original' },
    defects: '右下角细划痕',
    grade: '95',
    gradeReasons: [
      { field: 'cosmetic', value: 'light', atBest: '95' },
      { field: 'battery_pct', value: 91, atBest: '95' },
    ],
    rubricVersion: 1,
  }
  const { contentHash, signature, keyId } = createReportSigner(seed).signReport(content)
  await db
    .updateTable('report')
    .set({ content: canonicalJson(content), contentHash, signature, signingKeyId: keyId })
    .where('id', '=', reportId)
    .execute()
  return { code, content }
}
