import type { ChoiceField, NumberField, Template } from '#domain/inspection/template.ts'
import type { SupplierWords } from './mapping-memory.ts'
import { createWordReader, type WordChoice } from './word-choice.ts'

/** For one field of one template: the code or number a cell means, '' for nothing, or undefined for a word we do not know. */
export type ReadMeasured = (text: string) => string | number | undefined

/** The readers of a template's fields by key, with the supplier's own words for each. */
export function measuredReaders(template: Template, words: SupplierWords): Map<string, ReadMeasured> {
  return new Map(
    template.fields.map(field => {
      const own = words.get(`measured.${field.key}`)
      return [field.key, field.kind === 'number' ? numberReader(field, own) : wordReader(field, own)]
    }),
  )
}

export function measuredChoices(field: ChoiceField): WordChoice[] {
  return field.choices.map(({ code, zh, en, words = [] }) => ({ value: code, zh, en, words }))
}

function wordReader(field: ChoiceField, own?: ReadonlyMap<string, string>): ReadMeasured {
  return createWordReader(measuredChoices(field), own)
}

function numberReader(field: NumberField, own?: ReadonlyMap<string, string>): ReadMeasured {
  const nothing = createWordReader([], own)
  return text => {
    const [, digits] = /^(\d{1,6})(?:\.0+)?\s*(?:%|％|次|times)?$/.exec(text.normalize('NFKC')) ?? []
    const number = Number(digits)
    // A cell formatted as a percentage may arrive as its fraction.
    if (field.unit === '%' && /^0\.\d{1,2}$/.test(text)) return Math.round(Number(text) * 100)
    if (digits !== undefined && number >= field.min && number <= field.max) return number
    return nothing(text)
  }
}
