import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ErrorState } from '#ui/error-state.tsx'
import { Loading } from '#ui/loading.tsx'

/** The three faces of a query: waiting, failed, there. What was there stays on screen while it is fetched again. */
export function QueryView<Data>({ query, lines, children }: QueryViewProps<Data>) {
  if (query.data !== undefined) return <>{children(query.data)}</>
  if (query.isError) return <ErrorState error={query.error} onRetry={() => query.refetch()} />
  return <Loading lines={lines ?? 6} />
}

type QueryViewProps<Data> = {
  query: Pick<UseQueryResult<Data, unknown>, 'data' | 'isError' | 'error' | 'refetch'>
  lines?: number
  children: (data: Data) => ReactNode
}
