import { ALL_TEMPLATES } from '#domain/inspection/template.ts'
import { ACTION_CHOICES } from './action-word.ts'
import { CATEGORY_CHOICES } from './category-word.ts'
import { GRADE_CHOICES } from './grade-word.ts'
import { KIND_CHOICES } from './kind-word.ts'
import { measuredChoices } from './measured-words.ts'
import { REGION_CHOICES } from './region-word.ts'
import { REPORT_KIND_CHOICES } from './report-kind-word.ts'
import type { WordChoice } from './word-choice.ts'

const CHOICES = new Map<string, readonly WordChoice[]>([
  ['category', CATEGORY_CHOICES],
  ['grade', GRADE_CHOICES],
  ['kind', KIND_CHOICES],
  ['action', ACTION_CHOICES],
  ['report.kind', REPORT_KIND_CHOICES],
  ['spec.network', REGION_CHOICES],
])

/** The values a word of this field may stand for; in the templates named, or in any. Undefined for a field without words. */
export function choicesOfField(
  field: string,
  templates?: ReadonlySet<string>,
): readonly WordChoice[] | undefined {
  const known = CHOICES.get(field)
  if (known || !field.startsWith('measured.')) return known
  const key = field.slice('measured.'.length)
  const fields = ALL_TEMPLATES.filter(({ code }) => !templates?.size || templates.has(code)).flatMap(
    template => template.fields.filter(candidate => candidate.key === key),
  )
  if (fields.length === 0) return undefined
  const byValue = new Map(
    fields
      .flatMap(candidate => (candidate.kind === 'choice' ? measuredChoices(candidate) : []))
      .map(choice => [choice.value, choice] as const),
  )
  return [...byValue.values()]
}

/** Whether a word of this field may stand for nothing. A category must be one. */
export function mayMeanNothing(field: string): boolean {
  return field !== 'category'
}
