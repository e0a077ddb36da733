import { CATEGORY_CODES } from '@haowu/shared/catalog.ts'
import { useTranslation } from 'react-i18next'

/** A category in the reader's language; one that the screen does not know yet by its code. */
export function CategoryName({ code }: { code: string }) {
  const { t } = useTranslation('common')
  const known = CATEGORY_CODES.find(each => each === code)
  return <>{known ? t(`category.${known}`) : code}</>
}
