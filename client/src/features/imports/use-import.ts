import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { createContext, useContext } from 'react'
import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import type { ImportDetail } from '#features/imports/import-calls.ts'

const WORKING = ['uploaded', 'previewing', 'applying', 'undoing'] as const
const ASK_AGAIN_MS = 1_000

export type WorkingState = (typeof WORKING)[number]

/** What the program is doing with the file; undefined while it waits for a person, or for nothing. */
export function workingState({ state }: Pick<ImportDetail, 'state'>): WorkingState | undefined {
  return WORKING.find(each => each === state)
}

/** Asked again each second while something runs, so that a reload or another device shows the same. */
export function useImportQuery(importId: string) {
  return useQuery({
    ...api.imports.get.queryOptions({ importId }),
    refetchInterval: ({ state }) => (state.data && workingState(state.data) ? ASK_AGAIN_MS : false),
  })
}

export const ImportContext = createContext<ImportDetail | undefined>(undefined)

/** The import whose page this is; the wizard shows its steps only once it is there. */
export function useImport(): ImportDetail {
  const detail = useContext(ImportContext)
  if (!detail) throw new Error('a step of the wizard outside of it')
  return detail
}

/** After a decision: what is known about imports is read anew, then the wizard leads on to whatever needs the person next. */
export function useOnward(): () => Promise<void> {
  const { importId } = useImport()
  const navigate = useNavigate()
  return async () => {
    await queryClient.invalidateQueries({ queryKey: api.imports.get.queryKey({ importId }) })
    void queryClient.invalidateQueries({ queryKey: api.imports.pathKey() })
    await navigate({ to: '/imports/$importId', params: { importId } })
  }
}

/** Rows left out that nobody has mended or skipped yet. */
export function openRowsOf({ counts }: Pick<ImportDetail, 'counts'>): number {
  return counts.errors
}

/** Items that would be listed or changed by applying now. */
export function goingIn({ counts }: Pick<ImportDetail, 'counts'>): number {
  return counts.new + counts.changed
}
