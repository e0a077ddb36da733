import type { CategoryCode } from '@haowu/shared/catalog.ts'
import type { TemplateCategory } from '@haowu/shared/imports.ts'
import { templateFor } from '#domain/inspection/template.ts'
import { CATEGORY_CHOICES } from './category-word.ts'
import { csvLine, UTF8_BOM } from './csv-text.ts'
import { IMPORT_FIELDS } from './import-field.ts'
import { TEMPLATE_EXAMPLES, type TemplateExample } from './template-examples.ts'

export type TemplateLanguage = 'zh-CN' | 'en'

/** What tells pieces of a category apart, between what they are and what they cost. */
const SPEC_COLUMNS: Record<CategoryCode, string[]> = {
  phone: ['spec.storage', 'spec.color', 'spec.network', 'imei'],
  tablet: ['spec.storage', 'spec.color', 'spec.network', 'imei'],
  luxury_bag: ['spec.color', 'spec.material', 'spec.size', 'serial'],
  watch: ['spec.material', 'spec.size', 'serial'],
  jewellery: ['spec.material', 'spec.weight', 'spec.size', 'serial'],
  appliance: ['spec.color', 'spec.size', 'spec.warranty', 'serial'],
  book: ['spec.barcode'],
  furniture: ['spec.color', 'spec.material', 'spec.size'],
  general: ['spec.color', 'spec.material', 'spec.size', 'serial'],
}
const NAME_COLUMNS = ['sku', 'title', 'category', 'brand', 'model']
const TRADE_COLUMNS = ['price', 'qty', 'ship_from', 'photos']
const REPORT_COLUMNS = [
  'report.kind',
  'report.agency',
  'report.inspector',
  'report.externalNo',
  'report.inspectedOn',
]

/** In a file of prices and stock nothing else is read. */
const OFFER_COLUMNS = ['sku', 'price', 'qty']

/** A table to fill in: UTF-8 with BOM and CRLF for Excel, headers the importer knows, two example rows it passes over. */
export function buildTemplate(category: TemplateCategory, language: TemplateLanguage): string {
  const fields = category === 'price_stock' ? OFFER_COLUMNS : columnsOfPiece(category)
  const header = fields.map(field => nameOf(field, language))
  const rows = TEMPLATE_EXAMPLES[category].map(example =>
    fields.map(field => exampleCell(example, field, { category, language })),
  )
  return UTF8_BOM + [header, ...rows].map(csvLine).join('')
}

function columnsOfPiece(category: CategoryCode): string[] {
  const measured = templateFor(category).fields.map(field => `measured.${field.key}`)
  return [
    ...NAME_COLUMNS,
    ...SPEC_COLUMNS[category],
    ...TRADE_COLUMNS,
    ...REPORT_COLUMNS,
    ...measured,
    'report.defects',
  ]
}

function nameOf(field: string, language: TemplateLanguage): string {
  const known = IMPORT_FIELDS.find(candidate => candidate.field === field)
  if (!known) throw new Error(`the template names a field the importer does not know: ${field}`)
  return language === 'en' ? known.en : known.zh
}

function exampleCell(
  example: TemplateExample,
  field: string,
  { category, language }: { category: TemplateCategory; language: TemplateLanguage },
): string {
  const cell = example[field]
  if (field === 'sku') return language === 'en' ? (cell ?? '').replace('示例', 'EXAMPLE') : (cell ?? '')
  if (field === 'category') return categoryWord(category, language)
  if (field === 'report.kind' && language === 'en') return cell === '自检' ? 'self' : 'third party'
  if (cell !== undefined || !field.startsWith('measured.')) return cell ?? ''
  const measured = templateFor(category).fields.find(({ key }) => `measured.${key}` === field)
  const best = measured?.kind === 'choice' ? measured.choices[0] : undefined
  return (language === 'en' ? best?.en : best?.zh) ?? ''
}

/** The category as the importer reads it back. */
function categoryWord(category: TemplateCategory, language: TemplateLanguage): string {
  const known = CATEGORY_CHOICES.find(({ value }) => value === category)
  return (language === 'en' ? known?.en : known?.zh) ?? ''
}
