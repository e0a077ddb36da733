import { TIERS } from '@haowu/shared/scores.ts'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { usePages } from '#api/use-pages.ts'
import { AllRatings } from '#features/scores/all-ratings.tsx'
import { InspectorScores } from '#features/scores/inspector-scores.tsx'
import { formatChange, formatPoints } from '#features/scores/points.ts'
import { SCORE_VIEWS } from '#features/scores/routes.ts'
import { TierTag } from '#features/scores/tier-tag.tsx'
import { Button } from '#ui/button.tsx'
import type { Column } from '#ui/data-table.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { FilterBar, Tabs } from '#ui/filter-bar.tsx'
import { SelectFilter } from '#ui/filter-fields.tsx'
import { Page } from '#ui/page.tsx'
import { PagedList } from '#ui/paged-list.tsx'

type Row = Outputs['scores']['list']['rows'][number]

/** Everybody's score, the lowest first: who needs a look today. */
export function ScoresPage() {
  const { t } = useTranslation('scores')
  const { view = 'supplier' } = useSearch({ from: '/workspace/operator/scores' })
  const navigate = useNavigate({ from: '/operator/scores' })
  return (
    <Page title={t('all.title')} lead={t('all.lead')}>
      <Tabs
        label={t('all.view')}
        value={view}
        options={SCORE_VIEWS.map(value => ({ value, label: t(`all.views.${value}`) }))}
        onChange={value => navigate({ search: before => ({ ...before, view: value }) })}
      />
      {view === 'inspector' ? (
        <InspectorScores />
      ) : view === 'rating' ? (
        <AllRatings />
      ) : (
        <PartyScores kind={view} />
      )}
    </Page>
  )
}

function PartyScores({ kind }: { kind: 'supplier' | 'streamer' }) {
  const { t } = useTranslation('scores')
  const { tier, moved = false } = useSearch({ from: '/workspace/operator/scores' })
  const navigate = useNavigate({ from: '/operator/scores' })
  const input = { kind, tier, moved }
  const query = usePages(api.scores.list.queryKey(input), cursor =>
    server.scores.list.query({ ...input, cursor }),
  )
  const clear = () => navigate({ search: ({ view }) => ({ view }) })
  const active = (tier ? 1 : 0) + (moved ? 1 : 0)
  return (
    <>
      <FilterBar active={active} onClear={clear}>
        <SelectFilter
          label={t('all.anyTier')}
          value={tier}
          options={TIERS.map(value => ({ value, label: t('tierName', { tier: value }) }))}
          onChange={value => navigate({ search: before => ({ ...before, tier: value }) })}
        />
        <label className="row">
          <input
            type="checkbox"
            checked={moved}
            onChange={event => {
              const { checked } = event.target
              void navigate({ search: before => ({ ...before, moved: checked || undefined }) })
            }}
          />
          {t('all.moved')}
        </label>
      </FilterBar>
      <PagedList
        query={query}
        caption={t('all.title')}
        columns={useColumns()}
        rowKey={row => row.partyId}
        empty={
          active > 0 ? (
            <EmptyState
              icon="search"
              title={t('all.noneFiltered')}
              action={<Button onClick={clear}>{t('all.clear')}</Button>}
            />
          ) : (
            <EmptyState icon="overview" title={t('all.none')}>
              {t('noneBody')}
            </EmptyState>
          )
        }
      />
    </>
  )
}

function useColumns(): Column<Row>[] {
  const { t } = useTranslation('scores')
  return [
    {
      key: 'party',
      title: t('all.party'),
      heading: true,
      cell: row => (
        <Link to="/operator/scores/$partyId" params={{ partyId: row.partyId }} className="row-link">
          {row.name}
        </Link>
      ),
    },
    { key: 'tier', title: t('tier'), cell: row => <TierTag tier={row.tier} /> },
    {
      key: 'score',
      title: t('points'),
      align: 'end',
      cell: row => <span className="strong numeric">{formatPoints(row.score)}</span>,
    },
    {
      key: 'change',
      title: t('all.change'),
      align: 'end',
      cell: row => <span className="numeric">{row.change === null ? '–' : formatChange(row.change)}</span>,
    },
    {
      key: 'worst',
      title: t('all.worst'),
      cell: row =>
        row.worst && row.worst.lost > 0 ? (
          <>
            {t(`inputName.${row.worst.code as 'report_match'}`)}{' '}
            <span className="secondary numeric">{formatChange(-row.worst.lost)}</span>
          </>
        ) : (
          '–'
        ),
    },
  ]
}
