import { useTranslation } from 'react-i18next'
import { FilterPanel } from '#features/plaza/filter-panel.tsx'
import { countFilters, withoutFilters } from '#features/plaza/plaza-search.ts'
import { type Facets, totalText } from '#features/plaza/use-facets.ts'
import { usePlazaView } from '#features/plaza/use-plaza-view.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'

/** The filters of a phone: what is chosen counts at once, and the way back says what one will find. */
export function FilterSheet({ facets, onClose }: { facets: Facets | undefined; onClose: () => void }) {
  const { t } = useTranslation(['plaza', 'common'])
  const { search, open } = usePlazaView()
  return (
    <Dialog title={t('common:filters')} onClose={onClose} wide>
      <FilterPanel facets={facets} />
      <div className="dialog-foot filter-sheet-foot">
        <Button
          disabled={countFilters(search) === 0}
          onClick={() => open({ ...withoutFilters(search), text: search.text })}
        >
          {t('common:clearFilters')}
        </Button>
        <Button kind="primary" size="large" onClick={onClose}>
          {facets ? t('plaza:showPieces', { total: totalText(facets) }) : t('plaza:showAll')}
        </Button>
      </div>
    </Dialog>
  )
}
