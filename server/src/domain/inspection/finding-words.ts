import { templateFor } from './template.ts'

/** The fields of a category (`cosmetic`) and their choices (`cosmetic.light`) in both languages, for whoever reads its rubric. */
export function findingWords(categoryCode: string): Record<string, { zh: string; en: string }> {
  const words = templateFor(categoryCode).fields.flatMap(({ key, zh, en, ...field }) => [
    [key, { zh, en }] as const,
    ...('choices' in field
      ? field.choices.map(choice => [`${key}.${choice.code}`, { zh: choice.zh, en: choice.en }] as const)
      : []),
  ])
  return Object.fromEntries(words)
}
