import { ENTRY_KINDS } from '@haowu/shared/ledger.ts'
import { useTranslation } from 'react-i18next'

/** What people call a kind of entry; an unknown one is shown by its own word. */
export function useEventName(): (kind: string) => string {
  const { t } = useTranslation('ledger')
  return kind => {
    const known = ENTRY_KINDS.find(each => each === kind)
    return known ? t(`event.${known}`) : kind
  }
}
