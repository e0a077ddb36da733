import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { StateTag } from '#app/state-tag.tsx'
import { ItemPhoto } from '#features/catalog/item-photo.tsx'
import { isTurnOf, type LoanRow, openState, type Side } from '#features/custody/loan-kinds.ts'
import { LoanActions } from '#features/custody/loan-actions.tsx'
import type { Column } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { Money } from '#ui/money.tsx'
import { StatusTag } from '#ui/status-tag.tsx'
import './custody.css'

export function useLoanColumns(side: Side): Column<LoanRow>[] {
  const { t } = useTranslation('loan')
  return [
    {
      key: 'item',
      title: t('item'),
      heading: true,
      width: '34%',
      cell: loan => (
        <LoanPiece loan={loan}>
          <Link to="/loans/$loanId" params={{ loanId: loan.id }} className="row-link">
            {loan.itemTitle}
          </Link>
        </LoanPiece>
      ),
    },
    { key: 'state', title: t('state'), cell: loan => <LoanStanding loan={loan} /> },
    {
      key: 'other',
      title: t(side === 'supplier' ? 'streamer' : 'supplier'),
      cell: loan =>
        side === 'supplier' ? (
          <>
            {loan.streamerName}{' '}
            <span className="small secondary">{t('tier', { tier: loan.streamerTier })}</span>
          </>
        ) : (
          loan.supplierName
        ),
    },
    { key: 'due', title: t('dueTitle'), cell: loan => <DueText loan={loan} side={side} /> },
    { key: 'days', title: t('days'), align: 'end', cell: loan => t('dayCount', { count: loan.days }) },
    { key: 'price', title: t('price'), align: 'end', cell: loan => <Money fen={loan.priceFen} /> },
    {
      key: 'actions',
      title: <span className="visually-hidden">{t('actions')}</span>,
      actions: true,
      cell: loan => (isTurnOf(side, loan.state) ? <LoanActions loan={loan} side={side} inRow /> : null),
    },
  ]
}

export function LoanPiece({ loan, children }: { loan: LoanRow; children: React.ReactNode }) {
  return (
    <div className="loan-piece">
      <ItemPhoto photos={loan.photos} categoryCode={loan.categoryCode} />
      <div className="stack-tight">
        {children}
        <span className="small secondary mono">{loan.sku}</span>
      </div>
    </div>
  )
}

/** Its state, and beside it that it is late. */
export function LoanStanding({ loan }: { loan: Pick<LoanRow, 'state' | 'overdueAt' | 'outcome'> }) {
  const { t } = useTranslation('loan')
  return (
    <span className="row">
      <StateTag of="loan" state={loan.state} />
      {loan.overdueAt ? (
        <StatusTag tone="danger" shape="attention">
          {t('late')}
        </StatusTag>
      ) : null}
      {loan.outcome === 'differs' || loan.outcome === 'unchecked' ? (
        <StatusTag tone="warning" shape="attention">
          {t(`outcome.${loan.outcome}`)}
        </StatusTag>
      ) : null}
    </span>
  )
}

function DueText({ loan, side }: { loan: LoanRow; side: Side }) {
  const { t } = useTranslation('loan')
  const open = openState(loan.state)
  if (!open || !loan.dueAt) return <>{loan.endedAt ? <DateText at={loan.endedAt} form="day" /> : '–'}</>
  return (
    <div className="stack-tight">
      <DateText at={loan.dueAt} />
      <span className="small secondary">{t(`due.${side}.${open}`)}</span>
    </div>
  )
}
