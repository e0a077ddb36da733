import type { CategoryCode, Grade } from '@haowu/shared/catalog.ts'
import { APPLIANCE_TEMPLATE } from './appliance-template.ts'
import { BOOK_TEMPLATE } from './book-template.ts'
import { FURNITURE_TEMPLATE } from './furniture-template.ts'
import { GENERAL_TEMPLATE } from './general-template.ts'
import { JEWELLERY_TEMPLATE } from './jewellery-template.ts'
import { LUXURY_BAG_TEMPLATE } from './luxury-bag-template.ts'
import { PHONE_TEMPLATE } from './phone-template.ts'
import { TABLET_TEMPLATE } from './tablet-template.ts'
import { WATCH_TEMPLATE } from './watch-template.ts'

/** The best grade a finding still allows; `refused` means that such a piece may not be offered at all. */
export type Ceiling = Grade | 'refused'

export interface Choice {
  code: string
  zh: string
  en: string
  /** Other words suppliers write for it, compared after normalising. */
  words?: string[]
  atBest: Ceiling
}

interface FieldName {
  key: string
  axis:
    | 'authenticity'
    | 'safety'
    | 'structure'
    | 'hygiene'
    | 'cosmetic'
    | 'function'
    | 'battery'
    | 'parts'
    | 'repair'
    | 'water'
    | 'locks'
    | 'accessories'
  zh: string
  en: string
  /** Other headers suppliers write for it. */
  headers?: string[]
  required: boolean
}

export interface ChoiceField extends FieldName {
  kind: 'choice'
  choices: Choice[]
}

/** A whole number within bounds. Steps run from the best to the worst; the first whose `from` is reached counts. */
export interface NumberField extends FieldName {
  kind: 'number'
  unit: string
  unitEn: string
  min: number
  max: number
  better: 'higher' | 'lower'
  steps: { from: number; atBest: Ceiling }[]
}

export type TemplateField = ChoiceField | NumberField

/** What an inspector measures for one kind of goods. A change is a new version; reports name the one they were made on. */
export interface Template {
  code: string
  version: number
  fields: TemplateField[]
}

const TEMPLATES: Record<CategoryCode, Template> = {
  phone: PHONE_TEMPLATE,
  tablet: TABLET_TEMPLATE,
  luxury_bag: LUXURY_BAG_TEMPLATE,
  watch: WATCH_TEMPLATE,
  jewellery: JEWELLERY_TEMPLATE,
  appliance: APPLIANCE_TEMPLATE,
  book: BOOK_TEMPLATE,
  furniture: FURNITURE_TEMPLATE,
  general: GENERAL_TEMPLATE,
}

export const ALL_TEMPLATES: Template[] = Object.values(TEMPLATES)

/** What is measured on a piece of this category now. */
export function templateFor(categoryCode: string): Template {
  return TEMPLATES[categoryCode as CategoryCode] ?? GENERAL_TEMPLATE
}

/** The template a stored report was made on; undefined for one this code no longer knows. */
export function findTemplate(code: string, version: number): Template | undefined {
  return ALL_TEMPLATES.find(template => template.code === code && template.version === version)
}

/** Whether the template allows this value there; null takes one back. */
export function fits(field: TemplateField, value: string | number | null): boolean {
  if (value === null) return true
  if (field.kind === 'choice') return field.choices.some(({ code }) => code === value)
  return typeof value === 'number' && value >= field.min && value <= field.max
}
