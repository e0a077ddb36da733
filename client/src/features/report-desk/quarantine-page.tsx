import { QUARANTINE_CAUSES } from '@haowu/shared/inspection.ts'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { usePages } from '#api/use-pages.ts'
import { PieceOfNumber } from '#features/report-desk/piece-of-number.tsx'
import { QuarantineDialog, type Verdict } from '#features/report-desk/quarantine-dialog.tsx'
import { Button } from '#ui/button.tsx'
import type { Column } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { FilterBar, Tabs } from '#ui/filter-bar.tsx'
import { Page } from '#ui/page.tsx'
import { PagedList } from '#ui/paged-list.tsx'

export type Quarantined = Outputs['reportDesk']['quarantined']['rows'][number]

/** Pieces set aside, each beside the one that bears its number; an operator says whose the number is. */
export function QuarantinePage() {
  const { t } = useTranslation('report-desk')
  const { cause, item } = useSearch({ from: '/workspace/operator/quarantine' })
  const navigate = useNavigate({ from: '/operator/quarantine' })
  const [deciding, setDeciding] = useState<{ row: Quarantined; verdict: Verdict } | null>(null)
  const filters = { cause, itemId: item }
  const query = usePages(api.reportDesk.quarantined.queryKey(filters), cursor =>
    server.reportDesk.quarantined.query({ ...filters, cursor }),
  )
  return (
    <Page title={t('quarantine.title')} lead={t('quarantine.lead')}>
      <Tabs
        label={t('quarantine.causes')}
        value={cause ?? 'all'}
        options={(['all', ...QUARANTINE_CAUSES] as const).map(value => ({
          value,
          label: t(`quarantine.cause.${value}`),
        }))}
        onChange={value => navigate({ search: { cause: value === 'all' ? undefined : value } })}
      />
      {item ? (
        <FilterBar active={1} onClear={() => navigate({ search: { cause } })}>
          <span>{t('quarantine.onlyOne')}</span>
        </FilterBar>
      ) : null}
      <PagedList
        query={query}
        caption={t('quarantine.title')}
        columns={useColumns((row, verdict) => setDeciding({ row, verdict }))}
        rowKey={row => row.id}
        empty={
          <EmptyState icon="success" title={t('quarantine.none')}>
            {t('quarantine.noneBody')}
          </EmptyState>
        }
      />
      {deciding ? <QuarantineDialog {...deciding} onClose={() => setDeciding(null)} /> : null}
    </Page>
  )
}

function useColumns(onDecide: (row: Quarantined, verdict: Verdict) => void): Column<Quarantined>[] {
  const { t } = useTranslation('report-desk')
  return [
    {
      key: 'piece',
      title: t('quarantine.piece'),
      heading: true,
      width: '32%',
      cell: row => <PieceOfNumber piece={row.piece} />,
    },
    {
      key: 'number',
      title: t('quarantine.number'),
      cell: row => (
        <div className="stack-tight">
          <span className="mono">{row.identity ?? '–'}</span>
          <span className="small secondary">{t(`quarantine.why.${row.cause}`)}</span>
        </div>
      ),
    },
    {
      key: 'clash',
      title: t('quarantine.clash'),
      width: '28%',
      cell: row => (row.clash ? <PieceOfNumber piece={row.clash} /> : '–'),
    },
    { key: 'since', title: t('quarantine.since'), cell: row => <DateText at={row.quarantinedAt} /> },
    {
      key: 'acts',
      title: t('acts'),
      actions: true,
      cell: row => (
        <>
          <Button size="small" onClick={() => onDecide(row, 'release')}>
            {t('quarantine.release')}
          </Button>
          <Button size="small" onClick={() => onDecide(row, 'withdraw')}>
            {t('quarantine.withdraw')}
          </Button>
        </>
      ),
    },
  ]
}
