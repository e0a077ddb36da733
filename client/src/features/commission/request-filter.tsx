import { REQUEST_STATES, type RequestState } from '@haowu/shared/plan-states.ts'
import { useTranslation } from 'react-i18next'
import { SelectFilter } from '#ui/filter-fields.tsx'
import { FilterBar } from '#ui/filter-bar.tsx'

export function RequestFilter({
  state,
  onChange,
}: {
  state: RequestState | undefined
  onChange: (state: RequestState | undefined) => void
}) {
  const { t } = useTranslation(['commissions', 'state'])
  return (
    <FilterBar active={state ? 1 : 0} onClear={() => onChange(undefined)}>
      <SelectFilter
        label={t('state')}
        value={state}
        options={REQUEST_STATES.map(value => ({ value, label: t(`state:planRequest.${value}`) }))}
        onChange={onChange}
      />
    </FilterBar>
  )
}
