import {
  type InfiniteData,
  keepPreviousData,
  type UseInfiniteQueryResult,
  useInfiniteQuery,
} from '@tanstack/react-query'

export type RowPage<Row> = { rows: Row[]; nextCursor: string | null }
export type Pages<Row> = PagesOf<RowPage<Row>>
/** The same where a page tells more than its rows. */
export type PagesOf<Page> = UseInfiniteQueryResult<InfiniteData<Page>, unknown>

/**
 * A list page by page: `usePages(api.items.list.queryKey(filters), cursor => server.items.list.query({ ...filters, cursor }))`.
 * tRPC's own infinite query adds a field of its own to the input, which our strict inputs refuse.
 * The key begins as the procedure's, so that invalidating the procedure reloads its pages too.
 */
export function usePages<Page extends RowPage<unknown>>(
  key: readonly unknown[],
  fetchPage: (cursor: string | undefined, signal: AbortSignal) => Promise<Page>,
  /** For what changes while it is looked at and nobody tells of. */
  { lookAgainMs }: { lookAgainMs?: number } = {},
): PagesOf<Page> {
  return useInfiniteQuery({
    queryKey: [...key, 'pages'],
    queryFn: ({ pageParam, signal }) => fetchPage(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: lookAgainMs ?? false,
  })
}
