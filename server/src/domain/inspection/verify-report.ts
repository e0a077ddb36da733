import type { ReportStanding } from '@haowu/shared/catalog.ts'
import type { ReportLine } from '@haowu/shared/verification.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { type Canonical, canonicalJson } from './canonical-json.ts'
import { type ReportContent, standingOf } from './report.ts'
import { normaliseReportCode } from './report-code.ts'
import { linesOf } from './report-lines.ts'
import { endOfBusinessDay } from './report-rules.ts'
import { saysWhatWasSigned } from './says-what-was-signed.ts'
import type { ReportSigner } from './sign-report.ts'

export interface PublicReport {
  code: string
  standing: ReportStanding
  content: ReportContent
  /** Whether it says what was signed; one that does not was changed where it lies, and nothing it says is told as a fact. */
  genuine: boolean
  /** The measured facts in both languages, in the order of the template they were made on; of a genuine report. */
  lines: ReportLine[]
  /** The exact text whose SHA-256 digest was signed. */
  signedText: string
  signature: string
  publicKey: string
  keyId: string
  publishedAt: Date | null
  revokedAt: Date | null
  revokedReason: string | null
  /** Code of the version that is in force instead, if this one was superseded. */
  replacedBy: string | null
  /** Since when the rubric that it was graded by was in force. */
  rubricSince: Date | null
}

/**
 * What anybody with the code may see, with all that a browser needs to check the signature by itself (Ed25519 over the
 * SHA-256 digest of `signedText`; signature and key in base64). `null` for an unknown code or a draft.
 */
export async function readPublicReport(
  db: Db,
  { code: typed, signer }: { code: string; signer: ReportSigner },
): Promise<PublicReport | null> {
  const code = normaliseReportCode(typed)
  if (!code) return null
  const row = await db
    .selectFrom('report')
    .leftJoin('report as current', join =>
      join.onRef('current.itemId', '=', 'report.itemId').on('current.state', '=', 'published'),
    )
    .leftJoin('rule as rubric', join =>
      join
        .on('rubric.code', '=', 'grading_rubric')
        .onRef('rubric.scope', '=', 'report.templateCode')
        .onRef('rubric.version', '=', 'report.rubricVersion'),
    )
    .select(['report.code', 'report.state', 'report.content', 'report.signature', 'report.signingKeyId'])
    .select([
      'report.expiresAt',
      'report.publishedAt',
      'report.revokedAt',
      'report.revokedReason',
      'current.code as currentCode',
      'rubric.effectiveFrom as rubricSince',
      sql<Date>`app_now()`.as('now'),
    ])
    .where('report.code', '=', code)
    .executeTakeFirst()
  if (!row?.signature || !row.signingKeyId) return null
  const content = row.content as ReportContent
  const genuine = saysWhatWasSigned({ code, content, signature: row.signature }, signer.publicKey)
  // A row may end a report early; longer than it was signed for, none counts.
  const signedEnd = genuine ? endOfBusinessDay(content.expiresOn) : row.expiresAt
  const expiresAt = signedEnd < row.expiresAt ? signedEnd : row.expiresAt
  return {
    code,
    genuine,
    standing: standingOf({ state: row.state, expiresAt }, row.now),
    content,
    lines: genuine ? linesOf(content) : [],
    signedText: genuine ? canonicalJson(content as Canonical) : JSON.stringify(content),
    signature: row.signature.toString('base64'),
    publicKey: signer.publicKey.toString('base64'),
    keyId: row.signingKeyId,
    publishedAt: row.publishedAt,
    revokedAt: row.revokedAt,
    revokedReason: row.revokedReason,
    replacedBy: row.currentCode === code ? null : row.currentCode,
    rubricSince: row.rubricSince,
  }
}

/** The same where a report is read as facts: null for one that does not say what was signed. */
export async function readGenuineReport(
  db: Db,
  asked: { code: string; signer: ReportSigner },
): Promise<PublicReport | null> {
  const report = await readPublicReport(db, asked)
  return report?.genuine ? report : null
}
