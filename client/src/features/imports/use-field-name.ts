import { useTranslation } from 'react-i18next'
import type { OurField } from '#features/imports/import-calls.ts'

/** Our fields by their name in the reader's language. */
export function useFieldName(fields: OurField[]): (field: string) => string {
  const { i18n } = useTranslation()
  return field => {
    const known = fields.find(each => each.field === field)
    return known ? (i18n.language === 'en' ? known.en : known.zh) : field
  }
}
