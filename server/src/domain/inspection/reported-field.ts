import type { ReportContent } from './report.ts'
import { findTemplate, type TemplateField } from './template.ts'

export type ReportedField = TemplateField & { reported: string | number | null }

/** A report's template with what was measured, field by field. */
export function reportedFields({ template, measured }: ReportContent): ReportedField[] {
  const fields = findTemplate(template.code, template.version)?.fields ?? []
  return fields.map(field => ({ ...field, reported: measured[field.key] ?? null }))
}
