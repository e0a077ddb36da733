import type { VerifiableReport } from '@haowu/shared/verification.ts'
import { queryOptions } from '@tanstack/react-query'

/** The report behind a code; fails as every call of ours does, with `not_found` for a code nobody issued. */
export function reportQuery(code: string) {
  return queryOptions({
    queryKey: ['report', code],
    queryFn: ({ signal }) => fetchReport(code, signal),
    staleTime: 30_000,
  })
}

async function fetchReport(code: string, signal: AbortSignal): Promise<VerifiableReport> {
  const answer = await fetch(`/api/reports/${encodeURIComponent(code)}`, { signal })
  const body = await answer.json()
  if (!answer.ok) throw Object.assign(new Error('refused'), body.error)
  return body
}
