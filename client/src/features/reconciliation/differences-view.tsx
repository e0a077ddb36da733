import { type BookAccount, BREAK_CLASSES } from '@haowu/shared/reconciliation.ts'
import { useMutation } from '@tanstack/react-query'
import { useNavigate, useRouteContext, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { usePages } from '#api/use-pages.ts'
import { ProposeDialog } from '#features/reconciliation/propose-dialog.tsx'
import { ReopenBreakDialog } from '#features/reconciliation/reopen-break-dialog.tsx'
import { useBreakColumns } from '#features/reconciliation/break-columns.tsx'
import { useDrill } from '#features/reconciliation/use-drill.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { FilterBar } from '#ui/filter-bar.tsx'
import { SelectFilter } from '#ui/filter-fields.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { PagedList } from '#ui/paged-list.tsx'
import { showToast } from '#ui/toast.ts'

export type Break = Outputs['reconciliation']['breaks']['rows'][number]

const refresh = () => queryClient.invalidateQueries({ queryKey: api.reconciliation.pathKey() })

/** What nobody has explained yet: whose it is, how old, until when, and how it ends. */
export function DifferencesView({ account }: { account: BookAccount }) {
  const { t } = useTranslation('reconcile')
  const { class: of, mine, ended } = useSearch({ from: '/workspace/finance/reconciliation' })
  const navigate = useNavigate({ from: '/finance/reconciliation' })
  const [proposing, setProposing] = useState<Break | null>(null)
  const drill = useDrill()
  const [reopening, setReopening] = useState<Break | null>(null)
  const memberId = useRouteContext({ from: '/workspace', select: ({ active }) => active?.memberId })
  const input = { account, class: of, mine: mine ?? false, ...(ended && { state: 'resolved' as const }) }
  const query = usePages(api.reconciliation.breaks.queryKey(input), cursor =>
    server.reconciliation.breaks.query({ ...input, cursor }),
  )
  const done = (text: string) => async () => {
    showToast(text)
    await refresh()
  }
  const assign = useMutation(api.reconciliation.assign.mutationOptions({ onSuccess: done(t('assigned')) }))
  const decide = useMutation(
    api.reconciliation.decide.mutationOptions({
      onSuccess: async ({ bookedOn, isLate }) =>
        done(isLate ? t('decidedLate', { day: bookedOn }) : t('decided'))(),
      // Who came too late for what he saw is shown what stands now.
      onError: refresh,
    }),
  )
  const decideReopening = useMutation(
    api.reconciliation.decideReopening.mutationOptions({ onSuccess: done(t('decided')), onError: refresh }),
  )
  const columns = useBreakColumns({
    memberId: memberId ?? null,
    onDrill: id => drill.open({ side: 'statement', id }),
    onAssign: (row, to) => assign.mutate({ breakId: row.id, to }),
    onPropose: setProposing,
    onReopen: setReopening,
    onDecideReopening: (row, approve) =>
      decideReopening.mutate({ breakId: row.id, version: row.version, approve }),
    onDecide: (row, approve) => decide.mutate({ breakId: row.id, version: row.version, approve }),
  })
  return (
    <>
      <FilterBar
        active={(of ? 1 : 0) + (mine ? 1 : 0) + (ended ? 1 : 0)}
        onClear={() =>
          navigate({
            search: now => ({ ...now, class: undefined, mine: undefined, ended: undefined }),
            replace: true,
          })
        }
      >
        <SelectFilter
          label={t('allClasses')}
          value={of}
          options={BREAK_CLASSES.map(value => ({ value, label: t(`class.${value}`) }))}
          onChange={value => navigate({ search: now => ({ ...now, class: value }), replace: true })}
        />
        <SelectFilter
          label={t('allOwners')}
          value={mine ? 'mine' : undefined}
          options={[{ value: 'mine', label: t('mine') }]}
          onChange={value =>
            navigate({ search: now => ({ ...now, mine: value ? true : undefined }), replace: true })
          }
        />
        <SelectFilter
          label={t('breakState.open')}
          value={ended ? 'ended' : undefined}
          options={[{ value: 'ended', label: t('ended') }]}
          onChange={value =>
            navigate({ search: now => ({ ...now, ended: value ? true : undefined }), replace: true })
          }
        />
      </FilterBar>
      <MutationError error={assign.error ?? decide.error ?? decideReopening.error} />
      <PagedList
        query={query}
        caption={t('views.differences')}
        columns={columns}
        rowKey={row => row.id}
        empty={
          <EmptyState icon="success" title={t('noBreaks')}>
            {t('noBreaksBody')}
          </EmptyState>
        }
      />
      {drill.dialog}
      {reopening ? <ReopenBreakDialog row={reopening} onClose={() => setReopening(null)} /> : null}
      {proposing ? <ProposeDialog row={proposing} onClose={() => setProposing(null)} /> : null}
    </>
  )
}
