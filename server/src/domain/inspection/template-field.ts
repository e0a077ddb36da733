import type { Ceiling, Choice, ChoiceField, NumberField } from './template.ts'

/** One choice of a field: code, Chinese, English, the best grade it still allows, and other words for it. */
export type ChoiceRow = [code: string, zh: string, en: string, atBest: Ceiling, words?: string[]]

type Name = Pick<ChoiceField, 'key' | 'axis' | 'zh' | 'en' | 'required'> & { headers?: string[] }

/** A field with words, from the best finding to the worst. */
export function choiceField({ headers = [], ...name }: Name, rows: ChoiceRow[]): ChoiceField {
  const choices = rows.map(([code, zh, en, atBest, words = []]): Choice => ({ code, zh, en, atBest, words }))
  return { ...name, headers, kind: 'choice', choices }
}

type Scale = Pick<NumberField, 'unit' | 'unitEn' | 'min' | 'max' | 'better' | 'steps'>

/** A field with a whole number and its steps, from the best to the worst. */
export function numberField({ headers = [], ...name }: Name, scale: Scale): NumberField {
  return { ...name, headers, kind: 'number', ...scale }
}
