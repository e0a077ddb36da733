import { useMutation } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { usePages } from '#api/use-pages.ts'
import { PayoutBatchTag } from '#features/finance/payout-batch-tag.tsx'
import { reloadPayouts } from '#features/finance/reload-payouts.ts'
import { PAYOUT_BATCH_VIEWS } from '#features/finance/routes.ts'
import { Button } from '#ui/button.tsx'
import type { Column } from '#ui/data-table.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Tabs } from '#ui/filter-bar.tsx'
import { Money } from '#ui/money.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { Page } from '#ui/page.tsx'
import { PagedList } from '#ui/paged-list.tsx'
import { showToast } from '#ui/toast.ts'

type Batch = Outputs['payoutBatches']['list']['rows'][number]

/** What is paid on one day, collected by a rule and decided as a whole by two people. */
export function PayoutBatchesPage() {
  const { t } = useTranslation('payout-batch')
  const { view = 'all' } = useSearch({ from: '/workspace/finance/batches' })
  const navigate = useNavigate({ from: '/finance/batches' })
  const input = view === 'all' ? {} : { state: view }
  const query = usePages(api.payoutBatches.list.queryKey(input), cursor =>
    server.payoutBatches.list.query({ ...input, cursor }),
  )
  const collect = useMutation(
    api.payoutBatches.collect.mutationOptions({
      onSuccess: async ({ batchId }) => {
        await reloadPayouts()
        if (batchId === null) showToast(t('collectedAlready'))
        else await navigate({ to: '/finance/batches/$batchId', params: { batchId } })
      },
    }),
  )
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        <Button icon="plus" busy={collect.isPending} onClick={() => collect.mutate()}>
          {t('collect')}
        </Button>
      }
    >
      <MutationError error={collect.error} />
      <Tabs
        label={t('view')}
        value={view}
        options={PAYOUT_BATCH_VIEWS.map(value => ({ value, label: t(`views.${value}`) }))}
        onChange={value => navigate({ search: { view: value === 'all' ? undefined : value } })}
      />
      <PagedList
        query={query}
        caption={t('title')}
        columns={useColumns()}
        rowKey={batch => batch.batchId}
        empty={
          <EmptyState icon="payout" title={t('none')}>
            {t('noneBody')}
          </EmptyState>
        }
      />
    </Page>
  )
}

function useColumns(): Column<Batch>[] {
  const { t } = useTranslation('payout-batch')
  return [
    {
      key: 'day',
      title: t('day'),
      heading: true,
      cell: batch => (
        <div className="stack-tight">
          <Link to="/finance/batches/$batchId" params={{ batchId: batch.batchId }}>
            {batch.day}
          </Link>
          <span className="small secondary mono">{batch.no}</span>
        </div>
      ),
    },
    { key: 'state', title: t('state'), cell: batch => <PayoutBatchTag batch={batch} /> },
    { key: 'way', title: t('way'), cell: batch => t(`ways.${batch.way}`) },
    { key: 'count', title: t('count'), align: 'end', cell: batch => batch.count },
    { key: 'amount', title: t('amount'), align: 'end', cell: batch => <Money fen={batch.amountFen} /> },
    {
      key: 'failed',
      title: t('failed'),
      align: 'end',
      cell: batch => (batch.failed > 0 ? batch.failed : '–'),
    },
    { key: 'collector', title: t('collector'), cell: batch => batch.collectorName ?? t('byRule') },
    { key: 'maker', title: t('maker'), cell: batch => batch.makerName ?? '–' },
    { key: 'checker', title: t('decider'), cell: batch => batch.checkerName ?? '–' },
  ]
}
