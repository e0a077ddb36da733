import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { CloseActs } from '#features/reconciliation/close-acts.tsx'
import { CloseChecklist } from '#features/reconciliation/close-checklist.tsx'
import { DepositCover } from '#features/reconciliation/deposit-cover.tsx'
import { ReconciliationNav } from '#features/reconciliation/reconciliation-nav.tsx'
import { TieOutBreaks } from '#features/reconciliation/tie-out-breaks.tsx'
import { TieOutTable } from '#features/reconciliation/tie-out-table.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { type Shape, StatusTag } from '#ui/status-tag.tsx'
import type { Tone } from '#ui/tokens.ts'
import './workbench.css'

export type Close = Outputs['closes']['list'][number]

const LOOKS: Record<Close['state'], { tone: Tone; shape: Shape }> = {
  open: { tone: 'neutral', shape: 'off' },
  review: { tone: 'warning', shape: 'waiting' },
  signed_off: { tone: 'success', shape: 'live' },
  reopening: { tone: 'danger', shape: 'attention' },
}

/** The months, what still stands against closing each, and who signed. */
export function ClosesPage() {
  const { t } = useTranslation('reconcile')
  const { month } = useSearch({ from: '/workspace/finance/closes' })
  const list = useQuery(api.closes.list.queryOptions())
  return (
    <Page title={t('close.title')} lead={t('close.lead')}>
      <ReconciliationNav />
      <QueryView query={list} lines={6}>
        {closes => {
          const chosen = closes.find(close => close.month === month) ?? closes[0]
          return chosen ? (
            <div className="close-layout">
              <Months closes={closes} chosen={chosen.month} />
              <MonthClose key={`${chosen.month} ${chosen.state}`} close={chosen} />
            </div>
          ) : (
            <EmptyState icon="settlement" title={t('close.none')}>
              {t('close.noneBody')}
            </EmptyState>
          )
        }}
      </QueryView>
    </Page>
  )
}

function Months({ closes, chosen }: { closes: Close[]; chosen: string }) {
  const { t } = useTranslation('reconcile')
  const navigate = useNavigate({ from: '/finance/closes' })
  return (
    <ul className="months" aria-label={t('close.months')}>
      {closes.map(close => (
        <li key={close.month}>
          <button
            type="button"
            className="month"
            aria-current={close.month === chosen ? 'true' : undefined}
            onClick={() => navigate({ search: { month: close.month } })}
          >
            <span className="numeric">{close.month}</span>
            <StatusTag {...LOOKS[close.state]}>{t(`closeState.${close.state}`)}</StatusTag>
          </button>
        </li>
      ))}
    </ul>
  )
}

function MonthClose({ close }: { close: Close }) {
  const { t } = useTranslation('reconcile')
  const checklist = useQuery(api.closes.checklist.queryOptions({ month: close.month }))
  const tieOut = useQuery(api.closes.tieOut.queryOptions({ month: close.month }))
  return (
    <div className="stack">
      <section className="panel stack" aria-label={close.month}>
        <div className="page-head">
          <h2 className="numeric">{close.month}</h2>
          <span className="secondary">{t('close.entries', { count: close.entries })}</span>
        </div>
        <CloseActs close={close} open={checklist.data?.filter(({ isDone }) => !isDone).length} />
      </section>
      <section className="panel stack" aria-label={t('close.checklist')}>
        <h3>{t('close.checklist')}</h3>
        <QueryView query={checklist} lines={8}>
          {items => <CloseChecklist items={items} month={close.month} isSigned={close.signedAt !== null} />}
        </QueryView>
      </section>
      <section className="panel stack" aria-label={t('close.tieOut')}>
        <h3>{t('close.tieOut')}</h3>
        <QueryView query={tieOut} lines={4}>
          {rows => <TieOutTable rows={rows} />}
        </QueryView>
        <DepositCover month={close.month} />
        <h4>{t('tieOut.breaks')}</h4>
        <TieOutBreaks month={close.month} />
      </section>
    </div>
  )
}
