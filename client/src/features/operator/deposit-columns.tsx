import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '#api/api.ts'
import { ExitTag } from '#features/deposits/exit-tag.tsx'
import type { Column } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { Money } from '#ui/money.tsx'
import { StatusTag } from '#ui/status-tag.tsx'

type Deposit = Outputs['deposits']['listAll']['rows'][number]

export function useDepositColumns(): Column<Deposit>[] {
  const { t } = useTranslation('operator')
  const amount = (key: 'due' | 'balance' | 'held', fen: (row: Deposit) => string): Column<Deposit> => ({
    key,
    title: t(`deposits.${key}`),
    align: 'end',
    cell: row => <Money fen={fen(row)} />,
  })
  return [
    {
      key: 'party',
      title: t('deposits.party'),
      heading: true,
      cell: row => (
        <Link to="/operator/deposits/$partyId" params={{ partyId: row.id }} className="row-link">
          {row.name}
        </Link>
      ),
    },
    {
      key: 'kind',
      title: t('parties.kind'),
      cell: row => `${t(row.kind === 'streamer' ? 'kind.streamer' : 'kind.supplier')} · ${row.tier}`,
    },
    { key: 'short', title: t('deposits.short'), align: 'end', cell: row => <Short fen={row.shortFen} /> },
    { key: 'step', title: t('deposits.ladder'), cell: row => <Standing row={row} /> },
    amount('due', row => row.due.dueFen),
    amount('balance', row => row.balanceFen),
    amount('held', row => row.heldFen),
    {
      key: 'lastCapture',
      title: t('deposits.lastCapture'),
      cell: row => (row.lastCaptureAt ? <DateText at={row.lastCaptureAt} form="day" /> : '–'),
    },
  ]
}

function Short({ fen }: { fen: string }) {
  return BigInt(fen) === 0n ? <span className="secondary">–</span> : <Money fen={fen} />
}

/** Where the ladder or the exit stands, and when it goes on. */
function Standing({ row: { step, nextAt, exitState, exitDueAt, shortFen } }: { row: Deposit }) {
  const { t } = useTranslation('operator')
  const enough = (
    <StatusTag tone="success" shape="live">
      {t('deposits.enough')}
    </StatusTag>
  )
  return (
    <span className="row">
      {exitState ? <ExitTag state={exitState} /> : null}
      {exitState && exitDueAt ? <DateText at={exitDueAt} form="day" /> : null}
      {step ? (
        <StatusTag
          tone={step === 'notified' ? 'warning' : 'danger'}
          shape={step === 'notified' ? 'waiting' : 'attention'}
        >
          {t(`deposits.step.${step}`)}
        </StatusTag>
      ) : exitState || BigInt(shortFen) > 0n ? null : (
        enough
      )}
      {step && nextAt ? (
        <span className="small secondary">
          {t('deposits.next')} <DateText at={nextAt} />
        </span>
      ) : null}
    </span>
  )
}
