import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Pages } from '#api/use-pages.ts'
import { Button } from '#ui/button.tsx'
import { type Column, DataTable } from '#ui/data-table.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { Loading } from '#ui/loading.tsx'

/** A list that grows page by page: waiting, failed, empty, and what is loaded with a way to more. */
export function PagedList<Row>({ query, caption, columns, rowKey, empty }: PagedListProps<Row>) {
  const { t } = useTranslation('common')
  if (query.data === undefined) {
    return query.isError ? (
      <ErrorState error={query.error} onRetry={() => query.refetch()} />
    ) : (
      <Loading lines={8} />
    )
  }
  const rows = query.data.pages.flatMap(page => page.rows)
  if (rows.length === 0) return <>{empty}</>
  return (
    <>
      <DataTable {...{ caption, columns, rows, rowKey }} dimmed={query.isPlaceholderData} />
      <div className="row">
        <span className="small secondary numeric">{t('shown', { count: rows.length })}</span>
        {query.hasNextPage ? (
          <Button busy={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
            {t('loadMore')}
          </Button>
        ) : null}
      </div>
    </>
  )
}

type PagedListProps<Row> = {
  query: Pages<Row>
  caption: string
  columns: Column<Row>[]
  rowKey: (row: Row) => string
  empty: ReactNode
}
