import type { LedgerFilter } from '@haowu/shared/ledger.ts'
import { DownloadButton } from '#app/download-button.tsx'

/** The files are of exactly what is shown, whole. */
export function LedgerFiles({ filter }: { filter: LedgerFilter }) {
  const query = Object.fromEntries(
    Object.entries(filter).filter((field): field is [string, string] => field[1] !== undefined),
  )
  return (['xlsx', 'csv'] as const).map(format => (
    <DownloadButton key={format} path="/api/finance/ledger" query={query} fileName="ledger" format={format} />
  ))
}
