import { measureInWords } from '@haowu/shared/inspection.ts'
import type { Look } from '#features/report-desk/reinspections-page.tsx'

type Field = Look['fields'][number]

/** A field of the template in the reader's language. */
export function fieldName(field: Field | undefined, language: string): string {
  if (!field) return '–'
  return language === 'en' ? field.en : field.zh
}

/** A finding as its template words it; as it stands where no template does. */
export function reportedWords(
  field: Field | undefined,
  value: string | number | null,
  language: string,
): string {
  if (value === null) return '–'
  if (field?.kind === 'number') return measureInWords(value, field)[language === 'en' ? 'en' : 'zh']
  const choice = field?.kind === 'choice' ? field.choices.find(({ code }) => code === value) : undefined
  if (!choice) return String(value)
  return language === 'en' ? choice.en : choice.zh
}
