import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { api, server } from '#api/api.ts'
import { usePages } from '#api/use-pages.ts'
import { BalanceSteps } from '#features/finance/balance-steps.tsx'
import { EntryDialog } from '#features/finance/entry-dialog.tsx'
import { LedgerFiles } from '#features/finance/ledger-files.tsx'
import { LedgerFilters } from '#features/finance/ledger-filters.tsx'
import { LedgerRecords } from '#features/finance/ledger-records.tsx'
import { type LedgerRow, useLedgerColumns } from '#features/finance/ledger-columns.tsx'
import { LedgerSumsLine } from '#features/finance/ledger-sums-line.tsx'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { Loading } from '#ui/loading.tsx'
import { useIsPhone } from '#ui/media.ts'
import { Page } from '#ui/page.tsx'
import { ReadGrid } from '#ui/read-grid.tsx'
import './ledger.css'

/** Every leg of the ledger: filtered by the address, summed by the server over all that fit, each row down to its entry. */
export function LedgerPage() {
  const { t } = useTranslation(['ledger', 'common'])
  const { entry, ...filter } = useSearch({ from: '/workspace/finance/ledger' })
  const navigate = useNavigate({ from: '/finance/ledger' })
  const isPhone = useIsPhone()
  const columns = useLedgerColumns()
  const query = usePages(api.ledger.list.queryKey(filter), (cursor, signal) =>
    server.ledger.list.query({ ...filter, cursor }, { signal }),
  )
  const sums = useQuery(api.ledger.sums.queryOptions(filter))
  const rows = useMemo(() => query.data?.pages.flatMap(page => page.rows) ?? [], [query.data])
  const open = useCallback(
    (row: LedgerRow) => navigate({ search: now => ({ ...now, entry: row.transactionId }) }),
    [navigate],
  )
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  const { account: _account, partyId: _party, ...narrowing } = filter
  const isNarrowed = Object.values(narrowing).some(value => value !== undefined)
  const isFiltered = Object.values(filter).some(value => value !== undefined)
  return (
    <Page title={t('title')} lead={t('lead')} actions={<LedgerFiles filter={filter} />}>
      <LedgerFilters filter={filter} />
      {query.data === undefined ? (
        query.isError ? (
          <ErrorState error={query.error} onRetry={() => query.refetch()} />
        ) : (
          <Loading lines={12} />
        )
      ) : rows.length === 0 ? (
        <EmptyState
          icon="audit"
          title={t(isFiltered ? 'noneFiltered' : 'none')}
          action={
            isFiltered ? (
              <Button onClick={() => navigate({ search: {} })}>{t('common:clearFilters')}</Button>
            ) : null
          }
        >
          {t(isFiltered ? 'noneFilteredBody' : 'noneBody')}
        </EmptyState>
      ) : (
        <>
          {filter.account && !isNarrowed ? (
            <BalanceSteps account={filter.account} partyId={filter.partyId} />
          ) : null}
          <LedgerSumsLine sums={sums.data} rows={rows} />
          {isPhone ? (
            <LedgerRecords rows={rows} onMore={hasNextPage ? loadMore : null} />
          ) : (
            <>
              <ReadGrid
                label={t('grid')}
                columns={columns}
                rows={rows}
                rowKey={rowKey}
                rowCount={sums.data?.count ?? rows.length}
                onOpen={open}
                onEnd={loadMore}
              />
              <p className="small secondary">{t('keys')}</p>
            </>
          )}
        </>
      )}
      {entry ? (
        <EntryDialog
          transactionId={entry}
          onClose={() => navigate({ search: now => ({ ...now, entry: undefined }) })}
        />
      ) : null}
    </Page>
  )
}

const rowKey = (row: LedgerRow) => `${row.transactionId}-${row.seq}`
