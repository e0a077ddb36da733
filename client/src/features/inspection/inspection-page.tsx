import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import type { Desk } from '#features/inspection/inspection-kinds.ts'
import { InspectionTable } from '#features/inspection/inspection-table.tsx'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Icon } from '#ui/icon.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import './inspection.css'

/** The inspection of one piece, from the table to the signature; made for a phone in one hand and the piece in the other. */
export function InspectionPage() {
  const { t } = useTranslation('inspection')
  const { itemId } = useParams({ from: '/workspace/items/$itemId/inspection' })
  const query = useQuery({
    ...api.inspections.desk.queryOptions({ itemId }),
    // What is typed lives on this screen; a look at the server in between would take it away.
    refetchOnWindowFocus: false,
  })
  return (
    <Page
      title={t('title')}
      lead={query.data?.item.title}
      back={
        <Link to="/items/$itemId" params={{ itemId }}>
          <Icon name="back" size={16} />
          {t('toItem')}
        </Link>
      }
    >
      <QueryView query={query} lines={8}>
        {desk =>
          desk.inspection && desk.assessment ? (
            <InspectionTable
              key={desk.inspection.inspectionId}
              desk={{ ...desk, inspection: desk.inspection, assessment: desk.assessment }}
            />
          ) : (
            <NotBegun desk={desk} />
          )
        }
      </QueryView>
    </Page>
  )
}

function NotBegun({ desk }: { desk: Desk }) {
  const { t } = useTranslation('inspection')
  const { itemId } = desk.item
  const start = useMutation(
    api.inspections.start.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: api.inspections.desk.queryKey({ itemId }) }),
    }),
  )
  return (
    <EmptyState
      icon="report"
      title={t(desk.mayStart ? 'notBegun' : 'notNow')}
      action={
        desk.mayStart ? (
          <Button kind="primary" size="large" busy={start.isPending} onClick={() => start.mutate({ itemId })}>
            {t('begin')}
          </Button>
        ) : null
      }
    >
      {t(desk.mayStart ? 'notBegunNote' : 'notNowNote')}
      <MutationError error={start.error} />
    </EmptyState>
  )
}
