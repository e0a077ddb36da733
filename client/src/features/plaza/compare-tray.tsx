import { COMPARED_AT_MOST } from '@haowu/shared/plaza.ts'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { usePlazaView } from '#features/plaza/use-plaza-view.ts'
import { Button } from '#ui/button.tsx'

/** What was put aside for comparing, within reach wherever one has scrolled to. */
export function CompareTray() {
  const { t } = useTranslation('plaza')
  const { search, set } = usePlazaView()
  const { compare: itemIds, sessionId } = search
  if (!itemIds) return null
  return (
    <div className="compare-tray" role="status">
      <span className="numeric">{t('comparing', { count: itemIds.length, most: COMPARED_AT_MOST })}</span>
      <Button kind="quiet" size="small" onClick={() => set({ compare: undefined })}>
        {t('compareNone')}
      </Button>
      <Link
        className="button"
        data-kind="primary"
        to="/plaza/compare"
        search={sessionId ? { itemIds, sessionId } : { itemIds }}
      >
        {t('compare')}
      </Link>
    </div>
  )
}
