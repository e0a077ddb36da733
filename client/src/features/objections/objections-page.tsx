import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, server } from '#api/api.ts'
import { usePages } from '#api/use-pages.ts'
import { StateTag } from '#app/state-tag.tsx'
import { AnswerObjection } from '#features/objections/answer-objection.tsx'
import { LineFacts, type Objection } from '#features/objections/line-facts.tsx'
import { OBJECTION_VIEWS } from '#features/objections/routes.ts'
import { Button } from '#ui/button.tsx'
import type { Column } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Tabs } from '#ui/filter-bar.tsx'
import { Money } from '#ui/money.tsx'
import { Page } from '#ui/page.tsx'
import { PagedList } from '#ui/paged-list.tsx'

/** What parties object to: the line as it stood, what they say, and the answer or the adjustment that puts it right. */
export function ObjectionsPage() {
  const { t } = useTranslation('objection')
  const { view = 'open' } = useSearch({ from: '/workspace/finance/objections' })
  const navigate = useNavigate({ from: '/finance/objections' })
  const [answering, setAnswering] = useState<Objection | null>(null)
  const input = view === 'all' ? {} : { state: view }
  const query = usePages(api.objections.list.queryKey(input), cursor =>
    server.objections.list.query({ ...input, cursor }),
  )
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Tabs
        label={t('view.label')}
        value={view}
        options={OBJECTION_VIEWS.map(value => ({ value, label: t(`view.${value}`) }))}
        onChange={value => navigate({ search: { view: value === 'open' ? undefined : value } })}
      />
      <PagedList
        query={query}
        caption={t('title')}
        columns={useColumns(setAnswering)}
        rowKey={row => row.id}
        empty={
          <EmptyState icon="case" title={t('none')}>
            {t('noneBody')}
          </EmptyState>
        }
      />
      {answering ? <AnswerObjection objection={answering} onClose={() => setAnswering(null)} /> : null}
    </Page>
  )
}

function useColumns(onAnswer: (row: Objection) => void): Column<Objection>[] {
  const { t } = useTranslation('objection')
  return [
    {
      key: 'party',
      title: t('column.party'),
      heading: true,
      cell: row => (
        <span className="stack-tight">
          <Link to="/finance/accounts/$partyId" params={{ partyId: row.partyId }}>
            {row.partyName}
          </Link>
          <span className="small secondary">
            <span className="mono">{row.no}</span> · <DateText at={row.openedAt} />
          </span>
        </span>
      ),
    },
    { key: 'line', title: t('column.line'), cell: row => <LineFacts facts={row.facts} /> },
    {
      key: 'amount',
      title: t('column.amount'),
      align: 'end',
      cell: row => <Money fen={row.facts.amountFen} />,
    },
    { key: 'words', title: t('column.words'), cell: row => row.words },
    { key: 'state', title: t('column.state'), cell: row => <StateTag of="objection" state={row.state} /> },
    { key: 'answer', title: t('column.answer'), cell: row => <Answer row={row} /> },
    {
      key: 'actions',
      title: <span className="visually-hidden">{t('answer.act')}</span>,
      actions: true,
      cell: row =>
        row.state === 'open' ? (
          <Button size="small" kind="primary" onClick={() => onAnswer(row)}>
            {t('answer.act')}
          </Button>
        ) : null,
    },
  ]
}

function Answer({ row }: { row: Objection }) {
  const { t } = useTranslation('objection')
  if (row.answer === null) return <>–</>
  return (
    <span className="stack-tight">
      <span>{row.answer}</span>
      {row.adjustmentId === null ? null : (
        <Link to="/finance/adjustments/$adjustmentId" params={{ adjustmentId: row.adjustmentId }}>
          {t('adjustment')} {row.adjustmentNo}
        </Link>
      )}
    </span>
  )
}
