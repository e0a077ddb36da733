import { useTranslation } from 'react-i18next'
import type { Break } from '#features/reconciliation/differences-view.tsx'
import { Button } from '#ui/button.tsx'
import { ConfirmButton } from '#ui/confirm-button.tsx'
import type { Column } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { Money } from '#ui/money.tsx'
import { type Shape, StatusTag } from '#ui/status-tag.tsx'
import type { Tone } from '#ui/tokens.ts'

interface BreakActs {
  memberId: string | null
  /** Down to the words of the file. */
  onDrill: (lineId: string) => void
  onAssign: (row: Break, to: 'open' | 'assigned' | 'await_channel') => void
  onPropose: (row: Break) => void
  onReopen: (row: Break) => void
  onDecide: (row: Break, approve: boolean) => void
  onDecideReopening: (row: Break, approve: boolean) => void
}

const LOOKS: Record<Break['state'], { tone: Tone; shape: Shape }> = {
  open: { tone: 'danger', shape: 'attention' },
  assigned: { tone: 'info', shape: 'waiting' },
  await_channel: { tone: 'warning', shape: 'waiting' },
  await_adjust: { tone: 'warning', shape: 'attention' },
  resolved: { tone: 'neutral', shape: 'off' },
}

export function useBreakColumns(acts: BreakActs): Column<Break>[] {
  const { t } = useTranslation('reconcile')
  return [
    {
      key: 'class',
      title: t('column.difference'),
      heading: true,
      cell: row => (
        <div className="stack-tight">
          <span>{t(`class.${row.class}`)}</span>
          {row.ownNo === null && row.counterparty ? (
            <span className="small">{row.counterparty}</span>
          ) : (
            <span className="small secondary mono">{row.ownNo ?? '–'}</span>
          )}
          <span className="small secondary">{t(`cause.${row.class}`)}</span>
          <RawLine row={row} onDrill={acts.onDrill} />
        </div>
      ),
    },
    { key: 'day', title: t('column.day'), cell: row => row.businessDay },
    {
      key: 'amount',
      title: t('column.amount'),
      align: 'end',
      cell: row => <Money fen={row.amountFen} plus />,
    },
    {
      key: 'state',
      title: t('column.state'),
      cell: row => (
        <div className="stack-tight">
          <StatusTag {...LOOKS[row.state]}>{t(`breakState.${row.state}`)}</StatusTag>
          {row.resolution ? (
            <span className="small">{t(`resolution.${row.resolution as 'adjusted'}`)}</span>
          ) : null}
          {row.reopenedAt && row.state !== 'resolved' ? (
            <span className="small">
              {row.reopenReason ? t('reopenedBy', { reason: row.reopenReason }) : t('reopenedByRun')}
            </span>
          ) : null}
          {row.proposed && row.state === 'await_adjust' ? (
            <span className="small">
              {t('proposedBy', { name: row.makerName ?? '–', ending: t(`endings.${row.proposed}`) })}
            </span>
          ) : null}
          {row.reopenWish ? (
            <>
              <StatusTag tone="warning" shape="waiting">
                {t('takeBackWaits')}
              </StatusTag>
              <span className="small">
                {t('takeBackAsked', { name: row.reopenMakerName ?? '–', reason: row.reopenWish })}
              </span>
            </>
          ) : null}
          {row.note ? <span className="small">{row.note}</span> : null}
        </div>
      ),
    },
    {
      key: 'owner',
      title: t('column.owner'),
      cell: row => (
        <div className="stack-tight">
          <span>{row.ownerName ?? t('nobody')}</span>
          <span className={row.isLate ? 'small alarming' : 'small secondary'}>
            {t('age', { count: row.ageDays })} · {t(row.isLate ? 'late' : 'due')} <DateText at={row.dueAt} />
          </span>
        </div>
      ),
    },
    { key: 'acts', title: t('column.acts'), actions: true, cell: row => <Acts row={row} acts={acts} /> },
  ]
}

function RawLine({ row, onDrill }: { row: Break; onDrill: BreakActs['onDrill'] }) {
  const { t } = useTranslation('reconcile')
  const lineId = row.statementLineId
  if (lineId === null) return null
  return (
    <span>
      <Button kind="quiet" size="small" onClick={() => onDrill(lineId)}>
        {t('drill.statement')}
      </Button>
    </span>
  )
}

/** What was booked is taken back by two people; everything else that ended, one opens again. */
function EndedActs({ row, acts }: { row: Break; acts: BreakActs }) {
  const { t } = useTranslation('reconcile')
  if (row.reopenMakerId === null) return <Button onClick={() => acts.onReopen(row)}>{t('reopen')}</Button>
  if (row.reopenMakerId === acts.memberId)
    return <span className="small secondary">{t('waitsForColleague')}</span>
  return (
    <>
      <ConfirmButton words={t('takeBackSure')} onConfirm={() => acts.onDecideReopening(row, true)}>
        {t('takeBack')}
      </ConfirmButton>
      <Button onClick={() => acts.onDecideReopening(row, false)}>{t('leaveBooked')}</Button>
    </>
  )
}

function Acts({ row, acts }: { row: Break; acts: BreakActs }) {
  const { t } = useTranslation('reconcile')
  if (row.state === 'resolved') return <EndedActs row={row} acts={acts} />
  if (row.state === 'await_adjust') {
    if (row.makerId === acts.memberId)
      return <span className="small secondary">{t('waitsForColleague')}</span>
    return (
      <>
        <Button kind="primary" onClick={() => acts.onDecide(row, true)}>
          {t('approve')}
        </Button>
        <Button onClick={() => acts.onDecide(row, false)}>{t('sendBack')}</Button>
      </>
    )
  }
  return (
    <>
      {row.state === 'open' ? (
        <Button onClick={() => acts.onAssign(row, 'assigned')}>{t('take')}</Button>
      ) : (
        <Button onClick={() => acts.onAssign(row, 'open')}>{t('giveBack')}</Button>
      )}
      {row.state === 'await_channel' ? null : (
        <Button onClick={() => acts.onAssign(row, 'await_channel')}>{t('waitChannel')}</Button>
      )}
      <Button kind="primary" onClick={() => acts.onPropose(row)}>
        {t('settle')}
      </Button>
    </>
  )
}
