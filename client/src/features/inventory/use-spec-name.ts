import { useTranslation } from 'react-i18next'

const KNOWN = ['storage', 'color', 'network', 'material', 'size'] as const

/** Our own fields by their name in the reader's language; columns of the supplier's file as he named them. */
export function useSpecName(): (name: string) => string {
  const { t } = useTranslation('inventory')
  return name => {
    const known = KNOWN.find(each => each === name)
    return known ? t(`spec.${known}`) : name
  }
}
