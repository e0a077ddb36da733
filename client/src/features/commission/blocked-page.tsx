import { useMutation, useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { PlansTabs } from '#features/commission/plans-tabs.tsx'
import { ReasonDialog } from '#features/commission/reason-dialog.tsx'
import { Button } from '#ui/button.tsx'
import { type Column, DataTable } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { showToast } from '#ui/toast.ts'

type Row = Outputs['plans']['blocks'][number]
const askAgain = () => queryClient.invalidateQueries({ queryKey: api.plans.blocks.queryKey() })

/** Streamers whom no plan of the supplier lets in; what they hold stays theirs. */
export function BlockedPage() {
  const { t } = useTranslation('commissions')
  const [blocking, setBlocking] = useState(false)
  const query = useQuery(api.plans.blocks.queryOptions())
  const block = useMutation(api.plans.block.mutationOptions({ onSettled: askAgain }))
  const unblock = useMutation(
    api.plans.unblock.mutationOptions({
      onSettled: askAgain,
    }),
  )
  const letIn = ({ streamerId: blockedId, streamerName, reason }: Row) =>
    unblock.mutate(
      { blockedId },
      {
        onSuccess: () =>
          showToast(t('unblocked', { name: streamerName }), {
            undo: () => block.mutate({ blockedId, reason }),
          }),
      },
    )
  const columns = useColumns(letIn)
  const add = (
    <Button kind="primary" icon="plus" onClick={() => setBlocking(true)}>
      {t('block')}
    </Button>
  )
  return (
    <Page title={t('tabs.blocked')} lead={t('blockedLead')} actions={add}>
      <PlansTabs />
      <QueryView query={query}>
        {rows =>
          rows.length === 0 ? (
            <EmptyState icon="party" title={t('noneBlocked')} />
          ) : (
            <DataTable
              caption={t('tabs.blocked')}
              columns={columns}
              rows={rows}
              rowKey={row => row.streamerId}
            />
          )
        }
      </QueryView>
      {blocking ? <BlockDialog onClose={() => setBlocking(false)} /> : null}
    </Page>
  )
}

function useColumns(onLetIn: (row: Row) => void): Column<Row>[] {
  const { t } = useTranslation('commissions')
  return [
    { key: 'name', title: t('streamerName'), heading: true, cell: row => row.streamerName },
    { key: 'reason', title: t('reason'), cell: row => row.reason || '–' },
    { key: 'since', title: t('since'), cell: row => <DateText at={row.createdAt} form="day" /> },
    {
      key: 'actions',
      title: <span className="visually-hidden">{t('actions')}</span>,
      actions: true,
      cell: row => (
        <Button size="small" onClick={() => onLetIn(row)}>
          {t('unblock')}
        </Button>
      ),
    },
  ]
}

function BlockDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('commissions')
  const [blockedId, setBlockedId] = useState<string>()
  const { data, isLoading } = useQuery(api.plans.streamers.queryOptions())
  const block = useMutation(
    api.plans.block.mutationOptions({
      onSuccess: () => {
        showToast(t('blockedNow'))
        onClose()
      },
      onSettled: askAgain,
    }),
  )
  return (
    <ReasonDialog
      title={t('block')}
      label={t('blockReason')}
      act={t('block')}
      most={200}
      busy={block.isPending}
      error={block.error}
      onClose={onClose}
      onSubmit={reason => blockedId && block.mutate({ blockedId, reason })}
    >
      <Select
        className="plan-date dialog-note"
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={t('streamerName')}
        placeholder={t('streamerName')}
        loading={isLoading}
        value={blockedId}
        onChange={setBlockedId}
        options={(data ?? []).map(({ partyId, name }) => ({ value: partyId, label: name }))}
      />
    </ReasonDialog>
  )
}
