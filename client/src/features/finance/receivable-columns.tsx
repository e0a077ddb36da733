import { Link, useRouteContext } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Receivable, WriteOffStep } from '#features/finance/receivables-page.tsx'
import { Button } from '#ui/button.tsx'
import type { Column } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { Money } from '#ui/money.tsx'

export function useReceivableColumns(onAct: (step: WriteOffStep) => void): Column<Receivable>[] {
  const { t } = useTranslation('finance')
  return [
    {
      key: 'party',
      title: t('receivables.party'),
      heading: true,
      cell: row => (
        <div className="stack-tight">
          <Link to="/finance/accounts/$partyId" params={{ partyId: row.partyId }}>
            {row.partyName}
          </Link>
          <span className="small secondary">{t(`receivables.cause.${row.cause as 'refund'}`)}</span>
        </div>
      ),
    },
    {
      key: 'order',
      title: t('receivables.order'),
      cell: row =>
        row.orderNo ? (
          <Link to="/finance/orders/$orderNo" params={{ orderNo: row.orderNo }} className="mono">
            {row.orderNo}
          </Link>
        ) : (
          '–'
        ),
    },
    {
      key: 'age',
      title: t('receivables.since'),
      cell: row => (
        <div className="stack-tight">
          <DateText at={row.createdAt} form="day" />
          <span className="small secondary">{t('receivables.days', { count: row.ageDays })}</span>
        </div>
      ),
    },
    {
      key: 'amount',
      title: t('receivables.amount'),
      align: 'end',
      cell: row => <Money fen={row.amountFen} />,
    },
    {
      key: 'paid',
      title: t('receivables.recovered'),
      align: 'end',
      cell: row => <Money fen={row.recoveredFen} />,
    },
    {
      key: 'left',
      title: t('receivables.left'),
      align: 'end',
      cell: row => (
        <span className="strong">
          <Money fen={row.leftFen} />
        </span>
      ),
    },
    {
      key: 'next',
      title: t('receivables.next'),
      cell: row => <Next row={row} />,
    },
    {
      key: 'actions',
      title: <span className="visually-hidden">{t('receivables.actions')}</span>,
      actions: true,
      cell: row => <WriteOffButtons row={row} onAct={onAct} />,
    },
  ]
}

/** What becomes of the debt by itself: what is earned pays it, later the deposit does. */
function Next({ row }: { row: Receivable }) {
  const { t } = useTranslation('finance')
  if (row.closedAt !== null) {
    return (
      <>
        {t(BigInt(row.writtenOffFen) > 0n ? 'receivables.writtenOff' : 'receivables.paid')}{' '}
        <DateText at={row.closedAt} form="day" />
      </>
    )
  }
  return (
    <>
      {t('receivables.drawn')} <DateText at={row.drawAt} form="day" />
    </>
  )
}

function WriteOffButtons({ row, onAct }: { row: Receivable; onAct: (step: WriteOffStep) => void }) {
  const { t } = useTranslation('finance')
  const userId = useRouteContext({ from: '/workspace', select: ({ me }) => me.user.userId })
  if (row.closedAt !== null) return null
  if (row.writeOffId === null) {
    return (
      <Button size="small" onClick={() => onAct({ row, step: 'propose' })}>
        {t('receivables.writeOff')}
      </Button>
    )
  }
  if (row.writeOffMakerId === userId) {
    return <span className="small secondary">{t('receivables.waits')}</span>
  }
  return (
    <>
      <Button size="small" kind="primary" onClick={() => onAct({ row, step: 'approve' })}>
        {t('receivables.approve')}
      </Button>
      <Button size="small" kind="danger" onClick={() => onAct({ row, step: 'refuse' })}>
        {t('receivables.refuse')}
      </Button>
    </>
  )
}
