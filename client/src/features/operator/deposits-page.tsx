import { DEPOSIT_STANDINGS } from '@haowu/shared/deposits.ts'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, server } from '#api/api.ts'
import { usePages } from '#api/use-pages.ts'
import { useDepositColumns } from '#features/operator/deposit-columns.tsx'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { FilterBar, SearchBox, Tabs } from '#ui/filter-bar.tsx'
import { SelectFilter } from '#ui/filter-fields.tsx'
import { Page } from '#ui/page.tsx'
import { PagedList } from '#ui/paged-list.tsx'

const KINDS = ['supplier', 'streamer'] as const

/** Every party's deposit side by side, those that miss most first: due, paid in, held, and where the ladder stands. */
export function DepositsPage() {
  const { t } = useTranslation(['operator', 'common'])
  const { standing, kind, text } = useSearch({ from: '/workspace/operator/deposits' })
  const navigate = useNavigate({ from: '/operator/deposits' })
  const input = { ...(standing && { standing }), ...(kind && { kind }), ...(text && { text }) }
  const query = usePages(api.deposits.listAll.queryKey(input), cursor =>
    server.deposits.listAll.query({ ...input, cursor }),
  )
  const isNarrowed = Object.keys(input).length > 0
  return (
    <Page title={t('deposits.title')} lead={t('deposits.lead')}>
      <Tabs
        label={t('deposits.ladder')}
        value={standing ?? 'all'}
        options={[
          { value: 'all', label: t('common:all') },
          ...DEPOSIT_STANDINGS.map(value => ({ value, label: t(`deposits.standing.${value}`) })),
        ]}
        onChange={value =>
          navigate({
            search: before => ({ ...before, standing: DEPOSIT_STANDINGS.find(each => each === value) }),
          })
        }
      />
      <FilterBar
        active={kind ? 1 : 0}
        onClear={() => navigate({ search: before => ({ ...before, kind: undefined }) })}
        search={
          <SearchBox
            value={text ?? ''}
            label={t('deposits.search')}
            onChange={next =>
              navigate({ search: before => ({ ...before, text: next || undefined }), replace: true })
            }
          />
        }
      >
        <SelectFilter
          label={t('parties.kind')}
          value={kind}
          options={KINDS.map(value => ({ value, label: t(`kind.${value}`) }))}
          onChange={next => navigate({ search: before => ({ ...before, kind: next }) })}
        />
      </FilterBar>
      <PagedList
        query={query}
        caption={t('deposits.title')}
        columns={useDepositColumns()}
        rowKey={row => row.id}
        empty={
          isNarrowed ? (
            <EmptyState
              icon="search"
              title={t('deposits.noneFiltered')}
              action={<Button onClick={() => navigate({ search: {} })}>{t('common:clearFilters')}</Button>}
            />
          ) : (
            <EmptyState title={t('deposits.none')}>{t('deposits.noneBody')}</EmptyState>
          )
        }
      />
    </Page>
  )
}
