import type { GradingRubric } from '#domain/rules/grading-rubric.ts'
import type { Template, TemplateField } from './template.ts'

/** How pieces of a category are graded: the same at intake, for a sale, and when a piece has come back. */
export interface Rubric {
  /** Of the dated rule; a report names the one it was graded by. */
  version: number
  /** The category's template with the grades that this rubric allows. */
  template: Template
}

/** The template, graded by a rubric. What the rubric does not name keeps the grade that its template was issued with. */
export function gradedBy({ choices, steps }: GradingRubric, template: Template): Template {
  const graded = (field: TemplateField): TemplateField =>
    field.kind === 'choice'
      ? {
          ...field,
          choices: field.choices.map(choice => ({
            ...choice,
            atBest: choices[field.key]?.[choice.code] ?? choice.atBest,
          })),
        }
      : { ...field, steps: steps[field.key] ?? field.steps }
  return { ...template, fields: template.fields.map(graded) }
}
