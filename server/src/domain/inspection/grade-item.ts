import { GRADES, type Grade } from '@haowu/shared/catalog.ts'
import type { Ceiling, Template, TemplateField } from './template.ts'

/** What was found, by field key: the code of a choice, or a whole number. */
export type Measured = Record<string, string | number>

export interface GradeReason {
  field: string
  value: string | number
  /** The best grade this finding still allows. */
  atBest: Ceiling
}

export interface Grading {
  grade: Grade
  /** Findings that keep the grade below `new`, the most limiting first; the first ones decided it. */
  reasons: GradeReason[]
}

/**
 * A piece is as good as its worst finding: each measured field allows a best grade, and the lowest of them counts.
 * Returns the refusing finding instead of a grade for a piece that may not be offered (account lock, counterfeit).
 */
export function gradeItem(template: Template, measured: Measured): Grading | { refusedBy: GradeReason } {
  const reasons: GradeReason[] = []
  for (const field of template.fields) {
    const value = measured[field.key]
    if (value === undefined) continue
    const atBest = ceilingOf(field, value)
    const reason = { field: field.key, value, atBest }
    if (atBest === 'refused') return { refusedBy: reason }
    if (atBest !== 'new') reasons.push(reason)
  }
  reasons.sort((a, b) => rank(b.atBest) - rank(a.atBest))
  const worst = reasons[0]?.atBest
  return { grade: worst === undefined || worst === 'refused' ? 'new' : worst, reasons }
}

/** Required fields of the template that were not measured. */
export function missingFields(template: Template, measured: Measured): TemplateField[] {
  return template.fields.filter(field => field.required && measured[field.key] === undefined)
}

function ceilingOf(field: TemplateField, value: string | number): Ceiling {
  if (field.kind === 'choice') {
    const choice = field.choices.find(({ code }) => code === value)
    if (!choice) throw new Error(`${field.key} has no choice ${value}`)
    return choice.atBest
  }
  const number = Number(value)
  const reached = field.steps.find(({ from }) =>
    field.better === 'higher' ? number >= from : number <= from,
  )
  const step = reached ?? field.steps.at(-1)
  if (!step) throw new Error(`${field.key} has no steps`)
  return step.atBest
}

function rank(ceiling: Ceiling): number {
  return ceiling === 'refused' ? GRADES.length : GRADES.indexOf(ceiling)
}
