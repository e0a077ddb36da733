import { useQuery } from '@tanstack/react-query'
import { Navigate } from '@tanstack/react-router'
import { api } from '#api/api.ts'
import { ImportProgress } from '#features/imports/import-progress.tsx'
import { stepToTake } from '#features/imports/import-steps.ts'
import { openRowsOf, useImport } from '#features/imports/use-import.ts'
import { Loading } from '#ui/loading.tsx'

/** The import's own address: leads to the step that needs the person; while the file is being checked it shows how far that is. */
export function NextStep() {
  const detail = useImport()
  const { importId } = detail
  const words = useQuery({
    ...api.imports.words.queryOptions({ importId }),
    enabled: detail.state === 'previewed',
    // Stale words would send the person back to what she has just settled.
    staleTime: 0,
    retry: false,
  })
  if (detail.state === 'previewed' && words.isFetching) return <Loading />
  const step = stepToTake({
    state: detail.state,
    question: detail.question?.question ?? null,
    openRows: openRowsOf(detail),
    unknownWords: words.data?.filter(({ meaning }) => meaning === null).length ?? 0,
  })
  if (step === null) return <ImportProgress />
  return <Navigate to={`/imports/$importId/${step}`} params={{ importId }} replace />
}
