import type { BookAccount } from '@haowu/shared/reconciliation.ts'
import type { StatementChannel } from '@haowu/shared/statement-files.ts'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '#api/api.ts'
import { formatMoment } from '#ui/date-text.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import './statement-matrix.css'

type Matrix = Outputs['statements']['matrix']
type Cell = Matrix['cells'][number]
type CellLook = 'missing' | 'soon' | 'breaks' | 'right' | 'quiet'

function lookOf({ files, lacks, breaks }: Cell): CellLook {
  if (lacks === 'late') return 'missing'
  if (lacks === 'not_due') return 'soon'
  if (breaks > 0) return 'breaks'
  return files > 0 ? 'right' : 'quiet'
}

/** Accounts against the days of a month. A cell says by its sign, not by colour alone, whether its file is there and explained. */
export function StatementMatrix({ matrix, chosen, onChoose }: StatementMatrixProps) {
  const { t } = useTranslation('statement')
  const { accounts, unregistered, days, cells } = matrix
  const frame = useShownFromItsEnd(days.at(-1))
  if (accounts.length + unregistered.length === 0 || days.length === 0)
    return (
      <EmptyState icon="file" title={t(days.length === 0 ? 'noDays' : 'noAccounts')}>
        {t(days.length === 0 ? 'noDaysBody' : 'noAccountsBody')}
      </EmptyState>
    )
  const byPlace = new Map(cells.map(cell => [`${cell.accountId} ${cell.day}`, cell]))
  const missing = cells.filter(cell => lookOf(cell) === 'missing').length
  return (
    <section className="stack" aria-label={t('matrix')}>
      <p className="matrix-legend small" role="status">
        <span className="strong">
          {missing > 0
            ? t('missingCount', { count: missing })
            : unregistered.length > 0
              ? t('unregisteredCount', { count: unregistered.length })
              : t('allThere')}
        </span>
        <span className="secondary">{t('legend')}</span>
      </p>
      <div className="matrix-frame" ref={frame}>
        <table className="matrix">
          <caption className="visually-hidden">{t('matrix')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('account')}</th>
              {days.map(day => (
                <th key={day} scope="col" className="numeric" data-chosen={day === chosen || undefined}>
                  {Number(day.slice(8))}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {accounts.map(account => (
              <tr key={account.id}>
                <th scope="row">
                  <span>{account.name}</span>
                  <span className="small secondary">{t(`channel.${account.channel}`)}</span>
                </th>
                {days.map(day => {
                  const cell = byPlace.get(`${account.id} ${day}`)
                  return (
                    <td key={day}>
                      {cell ? (
                        <MatrixCell
                          cell={cell}
                          name={account.name}
                          onChoose={() => onChoose({ day, channel: account.channel })}
                        />
                      ) : null}
                    </td>
                  )
                })}
              </tr>
            ))}
            {unregistered.map(code => (
              <UnregisteredRow key={code} account={code} days={days.length} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

/** It bears our own name for the account: nobody else has given it one. */
function UnregisteredRow({ account, days }: { account: BookAccount; days: number }) {
  const { t } = useTranslation('statement')
  const { t: ours } = useTranslation('reconcile')
  return (
    <tr>
      <th scope="row">
        <span>{ours(`accounts.${account.slice(2) as 'CHANNEL'}`)}</span>
        <span className="small matrix-unregistered">{t('unregistered')}</span>
      </th>
      <td colSpan={days} className="secondary">
        –
      </td>
    </tr>
  )
}

/** Where not all days fit, the last ones are what one comes for. */
function useShownFromItsEnd(lastDay: string | undefined) {
  const frame = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (lastDay && frame.current) frame.current.scrollLeft = frame.current.scrollWidth
  }, [lastDay])
  return frame
}

interface StatementMatrixProps {
  matrix: Matrix
  chosen: string | undefined
  onChoose: (cell: { day: string; channel: StatementChannel }) => void
}

const SIGNS: Record<CellLook, string> = { missing: '!', soon: '…', breaks: '', right: '✓', quiet: '·' }

function MatrixCell({ cell, name, onChoose }: { cell: Cell; name: string; onChoose: () => void }) {
  const { t, i18n } = useTranslation('statement')
  const look = lookOf(cell)
  const words = t(`cell.${look}`, {
    name,
    day: formatMoment(`${cell.day}T04:00:00Z`, i18n.language, 'day'),
    count: cell.breaks,
  })
  return (
    <button
      type="button"
      className="matrix-cell numeric"
      data-look={look}
      aria-label={words}
      title={words}
      onClick={onChoose}
    >
      {look === 'breaks' ? cell.breaks : SIGNS[look]}
    </button>
  )
}
