import type { AdjustmentState } from '@haowu/shared/adjustments.ts'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { usePages } from '#api/use-pages.ts'
import { AdjustmentDialog } from '#features/adjustments/adjustment-dialog.tsx'
import { AdjustmentStateTag } from '#features/adjustments/adjustment-state-tag.tsx'
import { ADJUSTMENT_VIEWS } from '#features/adjustments/routes.ts'
import { Button } from '#ui/button.tsx'
import type { Column } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Tabs } from '#ui/filter-bar.tsx'
import { Money } from '#ui/money.tsx'
import { Page } from '#ui/page.tsx'
import { PagedList } from '#ui/paged-list.tsx'

type Row = Outputs['adjustments']['list']['rows'][number]

const STATES: Record<(typeof ADJUSTMENT_VIEWS)[number], AdjustmentState[]> = {
  waiting: ['waiting'],
  drafts: ['draft'],
  posted: ['posted', 'reversed'],
  refused: ['refused'],
  all: ['draft', 'waiting', 'posted', 'refused', 'reversed'],
}

/** Entries that people make by hand: what waits for somebody, and what became of the rest. */
export function AdjustmentsPage() {
  const { t } = useTranslation('adjustment')
  const { view = 'waiting' } = useSearch({ from: '/workspace/finance/adjustments' })
  const navigate = useNavigate({ from: '/finance/adjustments' })
  const [isDrafting, setDrafting] = useState(false)
  const input = { states: STATES[view] }
  const query = usePages(api.adjustments.list.queryKey(input), cursor =>
    server.adjustments.list.query({ ...input, cursor }),
  )
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        <Button kind="primary" icon="plus" onClick={() => setDrafting(true)}>
          {t('new')}
        </Button>
      }
    >
      <Tabs
        label={t('view.label')}
        value={view}
        options={ADJUSTMENT_VIEWS.map(value => ({ value, label: t(`view.${value}`) }))}
        onChange={value => navigate({ search: { view: value === 'waiting' ? undefined : value } })}
      />
      <PagedList
        query={query}
        caption={t('title')}
        columns={useColumns()}
        rowKey={row => row.id}
        empty={
          <EmptyState icon="swap" title={t('none')}>
            {t('noneBody')}
          </EmptyState>
        }
      />
      {isDrafting ? <AdjustmentDialog draft={null} onClose={() => setDrafting(false)} /> : null}
    </Page>
  )
}

function useColumns(): Column<Row>[] {
  const { t } = useTranslation('adjustment')
  return [
    {
      key: 'no',
      title: t('column.no'),
      heading: true,
      cell: row => (
        <div className="stack-tight">
          <Link
            to="/finance/adjustments/$adjustmentId"
            params={{ adjustmentId: row.id }}
            className="row-link mono"
          >
            {row.no}
          </Link>
          <span className="small secondary">
            {row.reversesNo === null ? row.note : `${t('page.reverses')} ${row.reversesNo}`}
          </span>
        </div>
      ),
    },
    { key: 'reason', title: t('column.reason'), cell: row => t(`reason.${row.reason}`) },
    { key: 'state', title: t('column.state'), cell: row => <AdjustmentStateTag row={row} /> },
    { key: 'maker', title: t('column.maker'), cell: row => row.makerName },
    {
      key: 'at',
      title: t('column.at'),
      cell: row => (row.submittedAt ? <DateText at={row.submittedAt} /> : '–'),
    },
    { key: 'amount', title: t('column.amount'), align: 'end', cell: row => <Money fen={row.amountFen} /> },
  ]
}
