import type { PublicReport } from '#domain/inspection/verify-report.ts'
import { PRINT_WORDS, type PrintLanguage, type PrintWords } from './print-words.ts'

/** A report as both papers show it: every fact from the signed content, in one language. */
export interface PrintedReport {
  words: PrintWords
  content: PublicReport['content']
  keyId: string
  signature: string
  madeAt: Date
  /** What the QR code opens. */
  address: string
  identity: { name: string; number: string } | null
  grade: string
  reasons: string
  findings: { name: string; value: string }[]
  defects: string
}

export function printedReport(
  report: PublicReport,
  { language, origin }: { language: PrintLanguage; origin: string },
): PrintedReport {
  const words = PRINT_WORDS[language]
  const { content } = report
  const findings = report.lines.map(({ key, ...line }) =>
    language === 'en'
      ? { key, name: line.en, value: line.valueEn }
      : { key, name: line.zh, value: line.valueZh },
  )
  const reasons = content.gradeReasons.map(({ field, atBest }) => {
    const line = findings.find(({ key }) => key === field)
    const best = atBest === 'refused' ? '' : words.atBest(words.grades[atBest])
    return `${line?.name ?? field} ${line?.value ?? ''} (${best})`
  })
  const marks = (content.marks ?? []).map(({ kind, note }) => `${words.marks[kind]} ${note}`.trim())
  return {
    words,
    content,
    keyId: report.keyId,
    signature: report.signature,
    // The paper of one version is always the same, whenever it is printed.
    madeAt: report.publishedAt ?? new Date(0),
    address: `${origin}/r/${report.code}`,
    identity: identityOf(content.item.identity, words),
    grade: words.grades[content.grade],
    reasons: reasons.join(words.comma),
    findings,
    defects: [content.defects, ...marks].filter(Boolean).join(words.comma) || words.noDefects,
  }
}

/** Stored as `IMEI:356938035643809` or `SN:…`; what stands before the colon names the number. */
function identityOf(identity: string | null, words: PrintWords): PrintedReport['identity'] {
  if (identity === null) return null
  const [, kind, number] = /^([A-Z]+):(.+)$/.exec(identity) ?? []
  return { name: kind === 'IMEI' ? 'IMEI' : words.serial, number: number ?? identity }
}
