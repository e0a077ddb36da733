import type { BookAccount } from '@haowu/shared/reconciliation.ts'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { DownloadButton } from '#app/download-button.tsx'
import type { Side } from '#features/reconciliation/line-pane.tsx'
import { SearchBox } from '#ui/filter-bar.tsx'

/** Narrows both sides at once; the file is of the side in hand. */
export function LinesFilter({ account, side }: { account: BookAccount; side: Side }) {
  const { t } = useTranslation('reconcile')
  const { search, from, to } = useSearch({ from: '/workspace/finance/reconciliation' })
  const navigate = useNavigate({ from: '/finance/reconciliation' })
  const filter = (next: {
    search?: string | undefined
    from?: string | undefined
    to?: string | undefined
  }) => navigate({ search: now => ({ ...now, ...next }), replace: true })
  return (
    <div className="row">
      <SearchBox
        label={t('search')}
        value={search ?? ''}
        onChange={value => filter({ search: value || undefined })}
      />
      {(['from', 'to'] as const).map(end => (
        <input
          key={end}
          type="date"
          className="field"
          aria-label={t(end)}
          value={(end === 'from' ? from : to) ?? ''}
          onChange={event => filter({ [end]: event.target.value || undefined })}
        />
      ))}
      <DownloadButton
        path="/api/reconciliation/open"
        query={{
          account,
          side,
          ...(search && { search }),
          ...(from && { dayFrom: from }),
          ...(to && { dayTo: to }),
        }}
        fileName={`open-${side}`}
        format="xlsx"
      />
    </div>
  )
}
