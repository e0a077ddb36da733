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

const UNITS = /^(\d{1,9})(?:\.0+)?\s*(?:%|次|times|秒|秒\/天|s|s\/d|°|度|月|个月|months?|mg|毫克)?$/

/** Scales say grams, `52.3g`; a report states whole milligrams. */
function readGrams(text: string): number | undefined {
  const [, grams] = /^(\d{1,6}(?:\.\d{1,3})?)\s*(?:g|克)$/i.exec(text) ?? []
  return grams === undefined ? undefined : Math.round(Number(grams) * 1_000)
}

function numberReader(field: NumberField, own?: ReadonlyMap<string, string>): ReadMeasured {
  const nothing = createWordReader([], own)
  return text => {
    const plain = text.normalize('NFKC').trim()
    if (field.unit === 'mg') {
      const weight = readGrams(plain)
      if (weight !== undefined) return weight >= field.min && weight <= field.max ? weight : undefined
    }
    const [, digits] = UNITS.exec(plain) ?? []
    const number = Number(digits)
    // A cell formatted as a percentage may arrive as its fraction.
    if (field.unit === '%' && /^0\.\d{1,2}$/.test(text)) return Math.round(Number(text) * 100)
    if (digits !== undefined && number >= field.min && number <= field.max) return number
    return nothing(text)
  }
}
