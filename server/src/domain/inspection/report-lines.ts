import { measureInWords } from '@haowu/shared/inspection.ts'
import type { ReportLine } from '@haowu/shared/verification.ts'
import type { ReportContent } from './report.ts'
import { findTemplate, type TemplateField } from './template.ts'

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

/** One finding as its template words it; as it stands where the template does not know it. */
export function wordsFor(field: TemplateField, value: string | number): { valueZh: string; valueEn: string } {
  if (field.kind === 'number') {
    const { zh, en } = measureInWords(value, field)
    return { valueZh: zh, valueEn: en }
  }
  const choice = field.choices.find(({ code }) => code === value)
  return { valueZh: choice?.zh ?? String(value), valueEn: choice?.en ?? String(value) }
}
