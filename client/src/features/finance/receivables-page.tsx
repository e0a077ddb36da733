import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { usePages } from '#api/use-pages.ts'
import { useReceivableColumns } from '#features/finance/receivable-columns.tsx'
import { RECEIVABLE_VIEWS } from '#features/finance/routes.ts'
import { DecideWriteOffDialog, ProposeWriteOffDialog } from '#features/finance/write-off-dialogs.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Tabs } from '#ui/filter-bar.tsx'
import { Page } from '#ui/page.tsx'
import { PagedList } from '#ui/paged-list.tsx'
import { PartsBar } from '#ui/parts-bar.tsx'
import { QueryView } from '#ui/query-view.tsx'

export type Receivable = Outputs['receivables']['list']['rows'][number]
export type WriteOffStep = { row: Receivable; step: 'propose' | 'approve' | 'refuse' }

/** What parties owe after refunds of money they had been paid: by age, with what becomes of each. */
export function ReceivablesPage() {
  const { t } = useTranslation('finance')
  const { view = 'open' } = useSearch({ from: '/workspace/finance/receivables' })
  const navigate = useNavigate({ from: '/finance/receivables' })
  const [acting, setActing] = useState<WriteOffStep | null>(null)
  const ageing = useQuery(api.receivables.ageing.queryOptions())
  const input = view === 'closed' ? { open: false } : view === 'open' ? {} : { age: view }
  const query = usePages(api.receivables.list.queryKey(input), cursor =>
    server.receivables.list.query({ ...input, cursor }),
  )
  const close = () => setActing(null)
  return (
    <Page title={t('receivables.title')} lead={t('receivables.lead')}>
      <QueryView query={ageing} lines={2}>
        {ages => (
          <section className="panel" aria-label={t('receivables.ageing')}>
            <PartsBar
              parts={ages.map(({ age, count, leftFen }) => ({
                key: age,
                label: t(`receivables.age.${age}`),
                note: t('receivables.count', { count }),
                fen: leftFen,
              }))}
            />
          </section>
        )}
      </QueryView>
      <Tabs
        label={t('receivables.view')}
        value={view}
        options={RECEIVABLE_VIEWS.map(value => ({ value, label: t(`receivables.views.${value}`) }))}
        onChange={value => navigate({ search: { view: value === 'open' ? undefined : value } })}
      />
      <PagedList
        query={query}
        caption={t('receivables.title')}
        columns={useReceivableColumns(setActing)}
        rowKey={row => row.id}
        empty={
          <EmptyState icon="deposit" title={t(view === 'open' ? 'receivables.nothing' : 'receivables.none')}>
            {t('receivables.noneBody')}
          </EmptyState>
        }
      />
      {acting?.step === 'propose' ? <ProposeWriteOffDialog row={acting.row} onClose={close} /> : null}
      {acting && acting.step !== 'propose' ? (
        <DecideWriteOffDialog row={acting.row} approve={acting.step === 'approve'} onClose={close} />
      ) : null}
    </Page>
  )
}
