import type { ReportStanding } from '@haowu/shared/catalog.ts'
import type { ReportLine } from '@haowu/shared/verification.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { type Canonical, canonicalJson } from './canonical-json.ts'
import { type ReportContent, standingOf } from './report.ts'
import { normaliseReportCode } from './report-code.ts'
import { type ReportSigner, verifyReport } from './sign-report.ts'
import { findTemplate, type TemplateField } from './template.ts'

export interface PublicReport {
  code: string
  standing: ReportStanding
  content: ReportContent
  /** The measured facts in both languages, in the order of the template they were made on. */
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
    .select(['report.code', 'report.state', 'report.content', 'report.signature', 'report.signingKeyId'])
    .select([
      'report.expiresAt',
      'report.publishedAt',
      'report.revokedAt',
      'report.revokedReason',
      'current.code as currentCode',
      sql<Date>`app_now()`.as('now'),
    ])
    .where('report.code', '=', code)
    .executeTakeFirst()
  if (!row?.signature || !row.signingKeyId) return null
  const content = row.content as ReportContent
  return {
    code,
    standing: standingOf({ state: row.state, expiresAt: new Date(row.expiresAt) }, row.now),
    content,
    lines: linesOf(content),
    signedText: canonicalJson(content as Canonical),
    signature: row.signature.toString('base64'),
    publicKey: signer.publicKey.toString('base64'),
    keyId: row.signingKeyId,
    publishedAt: row.publishedAt,
    revokedAt: row.revokedAt,
    revokedReason: row.revokedReason,
    replacedBy: row.currentCode === code ? null : row.currentCode,
  }
}

/** Whether the report says what was signed; one that does not was changed where it lies. */
export function isGenuine({ content, signature, publicKey }: PublicReport): boolean {
  return verifyReport(
    content as Canonical,
    Buffer.from(signature, 'base64'),
    Buffer.from(publicKey, 'base64'),
  )
}

/** The measured facts in words, in the order of their template. */
export function linesOf({ template, measured }: ReportContent): ReportLine[] {
  const fields = findTemplate(template.code, template.version)?.fields ?? []
  const named = fields.flatMap(field => {
    const value = measured[field.key]
    return value === undefined
      ? []
      : { key: field.key, zh: field.zh, en: field.en, ...wordsFor(field, value) }
  })
  // Every signed fact is told, also one that no template of ours names: leaving it out would change what the report says.
  const told = new Set(fields.map(({ key }) => key))
  const unnamed = Object.entries(measured).flatMap(([key, value]) =>
    told.has(key) ? [] : { key, zh: key, en: key, valueZh: String(value), valueEn: String(value) },
  )
  return [...named, ...unnamed]
}

function wordsFor(field: TemplateField, value: string | number): { valueZh: string; valueEn: string } {
  if (field.kind === 'number') {
    const unit = field.unit === '%' ? '%' : ''
    return { valueZh: `${value}${field.unit}`, valueEn: `${value}${unit}` }
  }
  const choice = field.choices.find(({ code }) => code === value)
  return { valueZh: choice?.zh ?? String(value), valueEn: choice?.en ?? String(value) }
}
