import type { BulkChange, ItemSelection } from '@haowu/shared/inventory.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { BulkChangeDialog } from '#features/inventory/bulk-change-dialog.tsx'
import { Button } from '#ui/button.tsx'
import './bulk-bar.css'

export type BulkKind = BulkChange['kind']

/** What can be done with the picked items, kept in sight at the foot of the list. */
export function BulkBar({ picked, matching, onPickMatching, selection, onClear }: BulkBarProps) {
  const { t } = useTranslation('inventory')
  const [kind, setKind] = useState<BulkKind | null>(null)
  const all = 'filter' in selection
  return (
    <section className="bulk-bar" aria-label={t('bulk')}>
      <div className="row" aria-live="polite">
        <strong className="numeric">{t('picked', { count: all ? matching : picked })}</strong>
        {!all && matching > picked ? (
          <Button kind="quiet" size="small" onClick={onPickMatching}>
            {t('pickMatching', { count: matching })}
          </Button>
        ) : null}
      </div>
      <div className="row">
        <Button onClick={() => setKind('price_percent')}>{t('change.price_percent')}</Button>
        <Button onClick={() => setKind('ship_from')}>{t('change.ship_from')}</Button>
        <Button onClick={() => setKind('relist')}>{t('change.relist')}</Button>
        <Button onClick={() => setKind('withdraw')}>{t('change.withdraw')}</Button>
        <Button kind="quiet" onClick={onClear}>
          {t('clearPicked')}
        </Button>
      </div>
      {kind ? (
        <BulkChangeDialog kind={kind} selection={selection} onClose={() => setKind(null)} onDone={onClear} />
      ) : null}
    </section>
  )
}

type BulkBarProps = {
  picked: number
  matching: number
  selection: ItemSelection
  onPickMatching: () => void
  onClear: () => void
}
