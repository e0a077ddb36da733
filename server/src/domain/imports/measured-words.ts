import type { Template, TemplateField } from '#domain/inspection/template.ts'
import { normaliseWord } from './normalise-word.ts'

/** For one field of one template: the code or number a cell means, or undefined for a word we do not know. */
export type ReadMeasured = (text: string) => string | number | undefined

const readers = new Map<Template, Map<string, ReadMeasured>>()

/** Compiled once per template; the importer calls it for every row. */
export function measuredReaders(template: Template): Map<string, ReadMeasured> {
  const known = readers.get(template)
  if (known) return known
  const made = new Map(template.fields.map(field => [field.key, readerOf(field)]))
  readers.set(template, made)
  return made
}

function readerOf(field: TemplateField): ReadMeasured {
  if (field.kind === 'number') {
    return text => {
      const [, digits] = /^(\d{1,6})(?:\.0+)?\s*(?:%|％|次|times)?$/.exec(text.normalize('NFKC')) ?? []
      const number = Number(digits)
      // A cell formatted as a percentage may arrive as its fraction.
      if (field.unit === '%' && /^0\.\d{1,2}$/.test(text)) return Math.round(Number(text) * 100)
      return digits !== undefined && number >= field.min && number <= field.max ? number : undefined
    }
  }
  const byWord = new Map(
    field.choices.flatMap(({ code, zh, en, words = [] }) =>
      [code, zh, en, ...words].map(word => [normaliseWord(word), code] as const),
    ),
  )
  // Most rows say one of a few words, so the exact word is remembered before it is normalised.
  const exact = new Map<string, string>()
  return text => {
    const remembered = exact.get(text)
    if (remembered) return remembered
    const code = byWord.get(normaliseWord(text))
    if (code && exact.size < 1000) exact.set(text, code)
    return code
  }
}
