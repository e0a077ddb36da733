import { GRADES } from '@haowu/shared/catalog.ts'
import { z } from 'zod'

const CEILINGS = [...GRADES, 'refused'] as const
const ceiling = z.enum(CEILINGS)
const name = z.string().min(1).max(40)

const steps = z
  .array(z.strictObject({ from: z.int().min(0).max(999_999_999), atBest: ceiling }))
  .min(1)
  .max(20)
  .refine(goesOneWay, { error: 'steps run from the best finding to the worst' })

function goesOneWay(list: { from: number; atBest: z.output<typeof ceiling> }[]): boolean {
  const pairs = list.slice(1).map((step, at) => [list[at], step] as const)
  const falls = pairs.every(([before, after]) => before !== undefined && after.from < before.from)
  const rises = pairs.every(([before, after]) => before !== undefined && after.from > before.from)
  const worsens = pairs.every(
    ([before, after]) =>
      before !== undefined && CEILINGS.indexOf(after.atBest) >= CEILINGS.indexOf(before.atBest),
  )
  return (falls || rises) && worsens
}

/**
 * The best grade that each finding still allows, by field of the category's template: by the code of a choice, or by steps of a
 * number, from the best to the worst; `refused` is what may not be offered at all. Scope: the category.
 */
export const gradingRubric = z.strictObject({
  choices: z.record(name, z.record(name, ceiling)),
  steps: z.record(name, steps),
})
export type GradingRubric = z.output<typeof gradingRubric>
