import { useTranslation } from 'react-i18next'
import { countedLabel } from '#features/reconciliation/counted-label.ts'
import type { Side } from '#features/reconciliation/line-pane.tsx'
import type { Pane } from '#features/reconciliation/use-side-in-hand.ts'
import { Tabs } from '#ui/filter-bar.tsx'

/** A phone shows one pane at a time, and says what the others hold. */
export function PaneTabs({ pane, totals, onChange }: PaneTabsProps) {
  const { t } = useTranslation('reconcile')
  const options = (['statement', 'candidates', 'book'] as const).map(value => ({
    value,
    label: countedLabel(t(`panes.${value}`), value === 'candidates' ? 0 : totals[value]),
  }))
  return <Tabs label={t('pane')} value={pane} options={options} onChange={onChange} />
}

interface PaneTabsProps {
  pane: Pane
  totals: Record<Side, number>
  onChange: (pane: Pane) => void
}
