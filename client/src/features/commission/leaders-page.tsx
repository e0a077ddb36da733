import { formatRate } from '@haowu/shared/money.ts'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { usePages } from '#api/use-pages.ts'
import { StateTag } from '#app/state-tag.tsx'
import { PlansTabs } from '#features/commission/plans-tabs.tsx'
import { ReasonDialog } from '#features/commission/reason-dialog.tsx'
import { Button } from '#ui/button.tsx'
import type { Column } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Page } from '#ui/page.tsx'
import { PagedList } from '#ui/paged-list.tsx'
import { showToast } from '#ui/toast.ts'

type Row = Outputs['planRequests']['offers']['rows'][number]
type Answer = { row: Row; accept: boolean }

/** Leaders who would recruit streamers for the supplier's plans, and for which fee. */
export function LeadersPage() {
  const { t } = useTranslation('commissions')
  const [answer, setAnswer] = useState<Answer | null>(null)
  const query = usePages(api.planRequests.offers.queryKey({}), cursor =>
    server.planRequests.offers.query({ cursor }),
  )
  const decide = useMutation(
    api.planRequests.decideOffer.mutationOptions({
      onSuccess: (_, { accept }) => {
        showToast(t(accept ? 'offerAccepted' : 'offerDeclined'))
        setAnswer(null)
      },
      onSettled: () =>
        Promise.all([
          queryClient.invalidateQueries({ queryKey: api.planRequests.pathKey() }),
          queryClient.invalidateQueries({ queryKey: api.plans.pathKey() }),
        ]),
    }),
  )
  return (
    <Page title={t('tabs.leaders')} lead={t('leadersLead')}>
      <PlansTabs />
      <PagedList
        query={query}
        caption={t('tabs.leaders')}
        columns={useColumns(setAnswer)}
        rowKey={row => row.id}
        empty={
          <EmptyState icon="plan" title={t('noOffers')}>
            {t('noOffersBody')}
          </EmptyState>
        }
      />
      {answer ? (
        <ReasonDialog
          title={t(answer.accept ? 'acceptTitle' : 'declineTitle', { name: answer.row.leaderName })}
          label={t('reasonOptional')}
          act={t(answer.accept ? 'accept' : 'decline')}
          busy={decide.isPending}
          error={decide.error}
          onClose={() => setAnswer(null)}
          onSubmit={reason => decide.mutate({ offerId: answer.row.id, accept: answer.accept, reason })}
        >
          <p>{answer.accept ? t('acceptNote', { rate: formatRate(answer.row.serviceRateBps) }) : null}</p>
        </ReasonDialog>
      ) : null}
    </Page>
  )
}

function useColumns(onAnswer: (answer: Answer) => void): Column<Row>[] {
  const { t } = useTranslation('commissions')
  return [
    { key: 'leader', title: t('leader'), heading: true, cell: row => row.leaderName },
    { key: 'plan', title: t('planName'), cell: row => row.planName },
    { key: 'service', title: t('serviceRate'), align: 'end', cell: row => formatRate(row.serviceRateBps) },
    { key: 'note', title: t('note'), cell: row => row.note || '–' },
    { key: 'state', title: t('state'), cell: row => <StateTag of="leaderOffer" state={row.state} /> },
    { key: 'until', title: t('answerBy'), cell: row => <DateText at={row.expiresAt} /> },
    {
      key: 'actions',
      title: <span className="visually-hidden">{t('actions')}</span>,
      actions: true,
      cell: row =>
        row.state === 'proposed' ? (
          <>
            <Button size="small" onClick={() => onAnswer({ row, accept: true })}>
              {t('accept')}
            </Button>
            <Button size="small" kind="quiet" onClick={() => onAnswer({ row, accept: false })}>
              {t('decline')}
            </Button>
          </>
        ) : null,
    },
  ]
}
