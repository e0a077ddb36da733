import { type BookAccount, MATCH_STAGES } from '@haowu/shared/reconciliation.ts'
import { useMutation } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { usePages } from '#api/use-pages.ts'
import { MatchReason } from '#features/reconciliation/match-reason.tsx'
import { Button } from '#ui/button.tsx'
import type { Column } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { FilterBar } from '#ui/filter-bar.tsx'
import { SelectFilter } from '#ui/filter-fields.tsx'
import { Money } from '#ui/money.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { PagedList } from '#ui/paged-list.tsx'
import { showToast } from '#ui/toast.ts'

type Match = Outputs['reconciliation']['matches']['rows'][number]

const refresh = () => queryClient.invalidateQueries({ queryKey: api.reconciliation.pathKey() })

/** What was matched, or only suggested: both sides, by what, and the way back. Suggestions of one kind are confirmed together. */
export function MatchesView({ account, state }: { account: BookAccount; state?: 'suggested' }) {
  const { t } = useTranslation('reconcile')
  const { stage } = useSearch({ from: '/workspace/finance/reconciliation' })
  const navigate = useNavigate({ from: '/finance/reconciliation' })
  const input = { account, state, stage }
  const query = usePages(api.reconciliation.matches.queryKey(input), cursor =>
    server.reconciliation.matches.query({ ...input, cursor }),
  )
  const undo = useMutation(
    api.reconciliation.undo.mutationOptions({
      onSuccess: async () => {
        showToast(t('undone'))
        await refresh()
      },
    }),
  )
  const confirm = useMutation(
    api.reconciliation.confirm.mutationOptions({
      onSuccess: async ({ confirmed }) => {
        showToast(t('confirmed', { count: confirmed }))
        await refresh()
      },
    }),
  )
  const shown = query.data?.pages.flatMap(page => page.rows) ?? []
  const suggested = shown.filter(match => match.state === 'suggested').map(({ id }) => id)
  return (
    <>
      <FilterBar
        active={stage ? 1 : 0}
        onClear={() => navigate({ search: now => ({ ...now, stage: undefined }), replace: true })}
      >
        <SelectFilter
          label={t('allStages')}
          value={stage}
          options={MATCH_STAGES.map(value => ({ value, label: t(`stage.${value}`) }))}
          onChange={value => navigate({ search: now => ({ ...now, stage: value }), replace: true })}
        />
        {suggested.length > 0 ? (
          <Button
            kind="primary"
            busy={confirm.isPending}
            onClick={() => confirm.mutate({ matchIds: suggested })}
          >
            {t('confirmAll', { count: suggested.length })}
          </Button>
        ) : null}
      </FilterBar>
      <MutationError error={undo.error ?? confirm.error} />
      <PagedList
        query={query}
        caption={t(state === 'suggested' ? 'views.suggestions' : 'views.matched')}
        columns={useMatchColumns({
          onConfirm: id => confirm.mutate({ matchIds: [id] }),
          onUndo: id => undo.mutate({ matchId: id }),
        })}
        rowKey={match => match.id}
        empty={
          <EmptyState icon="check" title={t(state === 'suggested' ? 'noSuggestions' : 'noMatches')}>
            {t('noMatchesBody')}
          </EmptyState>
        }
      />
    </>
  )
}

function useMatchColumns(acts: {
  onConfirm: (id: string) => void
  onUndo: (id: string) => void
}): Column<Match>[] {
  const { t } = useTranslation('reconcile')
  return [
    {
      key: 'stage',
      title: t('column.why'),
      heading: true,
      cell: match => (
        <div className="stack-tight">
          <span>{t(`stage.${match.stage}`)}</span>
          <span className="small secondary">
            {t(`matchState.${match.state}`)} · {t('score', { score: match.score })} ·{' '}
            <DateText at={match.madeAt} />
          </span>
          <MatchReason reason={match.reason} />
        </div>
      ),
    },
    { key: 'left', title: t('side.statement'), cell: match => <Lines lines={match.lefts} /> },
    { key: 'right', title: t('side.book'), cell: match => <Lines lines={match.rights} /> },
    {
      key: 'amount',
      title: t('column.amount'),
      align: 'end',
      cell: match => (
        <div className="stack-tight">
          <Money fen={match.statementFen} plus />
          {match.differenceFen === '0' ? null : (
            <span className="small">
              {t('stated')} <Money fen={match.differenceFen} plus />
            </span>
          )}
        </div>
      ),
    },
    {
      key: 'acts',
      title: t('column.acts'),
      actions: true,
      cell: match => (
        <>
          {match.state === 'suggested' ? (
            <Button kind="primary" onClick={() => acts.onConfirm(match.id)}>
              {t('confirm')}
            </Button>
          ) : null}
          {match.state === 'undone' ? null : (
            <Button onClick={() => acts.onUndo(match.id)}>
              {t(match.state === 'suggested' ? 'reject' : 'undo')}
            </Button>
          )}
        </>
      ),
    },
  ]
}

function Lines({ lines }: { lines: Match['lefts'] }) {
  const [first, ...rest] = lines
  if (!first) return <span className="secondary">–</span>
  return (
    <div className="stack-tight">
      <span className="mono small">{first.no ?? first.id}</span>
      <span className="small secondary">
        {first.day}
        {rest.length > 0 ? ` +${rest.length}` : ''}
      </span>
    </div>
  )
}
