import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '#api/api.ts'
import { StateTag } from '#app/state-tag.tsx'
import type { Column } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { Money } from '#ui/money.tsx'
import { StatusTag } from '#ui/status-tag.tsx'

export type CaseRow = Outputs['caseDesk']['queue']['rows'][number]

/** Columns of every list of cases; `to` is the page that its rows lead to. */
export function useCaseColumns(to: '/cases/$caseId' | '/operator/cases/$caseId'): Column<CaseRow>[] {
  const { t, i18n } = useTranslation('case')
  const isChinese = i18n.language.startsWith('zh')
  return [
    {
      key: 'case',
      title: t('column.case'),
      heading: true,
      cell: row => (
        <span className="stack-tight">
          <Link to={to} params={{ caseId: row.id }} className="row-link">
            {isChinese ? row.clauseZh : row.clauseEn}
          </Link>
          <span className="small secondary mono">{row.caseNo}</span>
        </span>
      ),
    },
    { key: 'state', title: t('column.state'), cell: row => <StateTag of="case" state={row.state} /> },
    { key: 'turn', title: t('column.turn'), cell: row => <Turn turn={row.turn} /> },
    {
      key: 'deadline',
      title: t('column.deadline'),
      cell: row => (row.deadlineAt ? <DateText at={row.deadlineAt} /> : '–'),
    },
    {
      key: 'sides',
      title: t('column.sides'),
      cell: row => (
        <span className="stack-tight">
          <span>{row.respondentName}</span>
          <span className="small secondary">
            {t('column.by')} {row.claimantName ?? t(`claimant.${row.claimantKind}`)}
          </span>
        </span>
      ),
    },
    {
      key: 'about',
      title: t('column.about'),
      cell: row => (
        <span className="stack-tight">
          <span>{row.itemTitle ?? '–'}</span>
          {row.orderNo ? <span className="small secondary mono">{row.orderNo}</span> : null}
        </span>
      ),
    },
    {
      key: 'stake',
      title: t('column.stake'),
      align: 'end',
      cell: row => (
        <span className="stack-tight">
          <Money fen={row.atStakeFen} />
          <span className="small secondary">{t(row.isDecided ? 'column.decided' : 'column.atMost')}</span>
        </span>
      ),
    },
    { key: 'opened', title: t('column.opened'), cell: row => <DateText at={row.openedAt} form="day" /> },
  ]
}

function Turn({ turn }: { turn: CaseRow['turn'] }) {
  const { t } = useTranslation('case')
  const urgent = turn === 'operator' || turn === 'second_person'
  if (turn === 'nobody') return <span className="secondary">{t('turn.nobody')}</span>
  return (
    <StatusTag tone={urgent ? 'warning' : 'info'} shape={urgent ? 'attention' : 'waiting'}>
      {t(`turn.${turn}`)}
    </StatusTag>
  )
}
