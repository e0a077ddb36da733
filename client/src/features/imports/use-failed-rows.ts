import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import { api, server } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { createCellSaver, type UnsavedCells } from '#features/imports/cell-saver.ts'
import type { FailedRow, FailedRows } from '#features/imports/import-calls.ts'
import { useImport } from '#features/imports/use-import.ts'

const ROWS = 50

/** The failing rows in view, and ways to mend them. A row that became good stays where it is until the view changes, so nothing jumps away under the pointer. */
export function useFailedRows() {
  const { importId } = useImport()
  const { code, column, view = 'open', after } = useSearch({ from: '/workspace/imports/$importId/rows' })
  const input = {
    importId,
    limit: ROWS,
    state: view,
    ...(code && { code }),
    ...(column !== undefined && { column }),
    ...(after && { cursor: after }),
  }
  const options = api.imports.failedRows.queryOptions(input)
  const query = useQuery({
    ...options,
    staleTime: Infinity,
    refetchOnMount: 'always',
    refetchOnReconnect: false,
    placeholderData: keepPreviousData,
  })
  const key = JSON.stringify(options.queryKey)
  const [unsaved, setUnsaved] = useState<UnsavedCells>(new Map())
  const [error, setError] = useState<unknown>(null)
  const saver = useMemo(
    () =>
      createCellSaver({
        send: async edits => (await server.imports.fixCells.mutate({ importId, edits })).rows,
        onUnsaved: setUnsaved,
        onSaved: rows => {
          setError(null)
          putRows(JSON.parse(key), rows)
          void refreshCounts(importId)
        },
        onError: setError,
      }),
    [importId, key],
  )
  useLeaveWarning(unsaved.size > 0)
  const skip = async (line: number, skipped: boolean) => {
    try {
      await server.imports.skipRows.mutate({ importId, lines: [line], skip: skipped })
      putState(JSON.parse(key), { line, state: skipped ? 'skipped' : 'open' })
      void refreshCounts(importId)
    } catch (failure) {
      setError(failure)
    }
  }
  return { query, unsaved, error, edit: saver.edit, retry: saver.retry, skip }
}

/** What was mended changes the counts and causes shown around the rows. */
export function refreshCounts(importId: string): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: api.imports.get.queryKey({ importId }) })
}

function putRows(key: readonly unknown[], mended: FailedRow[]): void {
  const byLine = new Map(mended.map(row => [row.line, row]))
  queryClient.setQueryData<FailedRows>(key, page =>
    page ? { ...page, rows: page.rows.map(row => byLine.get(row.line) ?? row) } : page,
  )
}

function putState(key: readonly unknown[], { line, state }: Pick<FailedRow, 'line' | 'state'>): void {
  queryClient.setQueryData<FailedRows>(key, page =>
    page ? { ...page, rows: page.rows.map(row => (row.line === line ? { ...row, state } : row)) } : page,
  )
}

/** Closing the tab now would lose what was typed last. */
function useLeaveWarning(unsaved: boolean): void {
  useEffect(() => {
    if (!unsaved) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [unsaved])
}
