import { ACCOUNT_KINDS_OF_CHART, ENTRY_KINDS, type LedgerFilter } from '@haowu/shared/ledger.ts'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useAccountName } from '#features/finance/account-name.ts'
import { useEventName } from '#features/finance/event-name.ts'
import { PartyPicker } from '#features/finance/party-picker.tsx'
import { FilterBar, SearchBox } from '#ui/filter-bar.tsx'
import { SelectFilter } from '#ui/filter-fields.tsx'

/** Account, party, order, event and days: all of them in the address, so that a colleague who opens it sees the same. */
export function LedgerFilters({ filter }: { filter: LedgerFilter }) {
  const { t } = useTranslation('ledger')
  const navigate = useNavigate({ from: '/finance/ledger' })
  const accountName = useAccountName()
  const eventName = useEventName()
  const set = (next: { [Field in keyof LedgerFilter]?: LedgerFilter[Field] | undefined }) =>
    navigate({ search: now => ({ ...now, ...next }), replace: true })
  const active = Object.values(filter).filter(value => value !== undefined).length
  return (
    <FilterBar
      active={active}
      onClear={() => navigate({ search: {} })}
      search={
        <SearchBox
          value={filter.orderNo ?? ''}
          label={t('filter.order')}
          onChange={text => set({ orderNo: text.trim() || undefined })}
        />
      }
    >
      <SelectFilter
        label={t('filter.account')}
        value={filter.account}
        options={ACCOUNT_KINDS_OF_CHART.map(value => ({ value, label: accountName(value) }))}
        onChange={account => set({ account })}
      />
      <PartyPicker label={t('filter.party')} value={filter.partyId} onChange={partyId => set({ partyId })} />
      <SelectFilter
        label={t('filter.kind')}
        value={ENTRY_KINDS.find(kind => kind === filter.kind)}
        options={ENTRY_KINDS.map(value => ({ value, label: eventName(value) }))}
        onChange={kind => set({ kind })}
      />
      {(['dayFrom', 'dayTo'] as const).map(end => (
        <input
          key={end}
          type="date"
          className="field"
          aria-label={t(end === 'dayFrom' ? 'filter.from' : 'filter.to')}
          value={filter[end] ?? ''}
          onChange={event => set({ [end]: event.target.value || undefined })}
        />
      ))}
    </FilterBar>
  )
}
