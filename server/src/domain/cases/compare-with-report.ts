import type { Canonical } from '#domain/inspection/canonical-json.ts'
import { findTemplate } from '#domain/inspection/template.ts'
import { wordsFor } from '#domain/inspection/report-lines.ts'
import type { Evidence } from './read-case.ts'

/** One parameter: what the report that was sold says, and what the buyer found instead, in his words. */
export interface ComparedField {
  key: string
  zh: string
  en: string
  reportZh: string
  reportEn: string
  found: string | null
}

interface KeptReport {
  content?: { template?: { code: string; version: number }; measured?: Record<string, string | number> }
}

/**
 * Side by side, in the order of the report's template: every measured parameter, with what the buyer ticked as different. What
 * he ticked that the report does not measure stands at the end, as he gave it.
 */
export function compareWithReport(evidence: Pick<Evidence, 'kind' | 'content'>[]): ComparedField[] {
  const told = evidence.filter(({ kind }) => kind === 'mismatch').flatMap(({ content }) => fieldsOf(content))
  if (told.length === 0) return []
  const foundOf = new Map(told.map(field => [field.key, field.found]))
  const kept = evidence.find(({ kind }) => kind === 'report')?.content as KeptReport | undefined
  const measured = kept?.content?.measured ?? {}
  const { code = '', version = 0 } = kept?.content?.template ?? {}
  const fields = findTemplate(code, version)?.fields ?? []
  const compared = fields.flatMap((field): ComparedField[] => {
    const value = measured[field.key]
    if (value === undefined) return []
    const { valueZh: reportZh, valueEn: reportEn } = wordsFor(field, value)
    return [
      {
        key: field.key,
        zh: field.zh,
        en: field.en,
        reportZh,
        reportEn,
        found: foundOf.get(field.key) ?? null,
      },
    ]
  })
  const known = new Set(compared.map(({ key }) => key))
  const others = told.filter(({ key }) => !known.has(key))
  return [
    ...compared,
    ...others.map(({ key, expected, found }) => ({
      key,
      zh: key,
      en: key,
      reportZh: expected,
      reportEn: expected,
      found,
    })),
  ]
}

interface ToldField {
  key: string
  expected: string
  found: string
}

function fieldsOf(content: Canonical): ToldField[] {
  return (content as unknown as { fields: ToldField[] }).fields
}
