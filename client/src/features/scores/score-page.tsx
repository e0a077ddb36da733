import { useQuery } from '@tanstack/react-query'
import { useRouteContext } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { OwnRatings } from '#features/scores/own-ratings.tsx'
import { ScoreView } from '#features/scores/score-view.tsx'
import { Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'

/** A party's own score: what it is, what it is made of, what would raise it, and what its tier brings. */
export function ScorePage() {
  const { t } = useTranslation('scores')
  const role = useRouteContext({ from: '/workspace', select: ({ active }) => active?.role })
  const query = useQuery(api.scores.own.queryOptions())
  return (
    <Page title={t('title')} lead={t(role === 'supplier' ? 'leadSupplier' : 'leadStreamer')}>
      <QueryView query={query}>{score => <ScoreView score={score} />}</QueryView>
      {role === 'supplier' ? <OwnRatings /> : null}
    </Page>
  )
}
