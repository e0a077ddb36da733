import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { ScoreView } from '#features/scores/score-view.tsx'
import { Icon } from '#ui/icon.tsx'
import { Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'

const route = getRouteApi('/workspace/operator/scores/$partyId')

/** One party's score as the party itself sees it, for the platform's own people. */
export function PartyScorePage() {
  const { t } = useTranslation('scores')
  const { partyId } = route.useParams()
  const query = useQuery(api.scores.ofParty.queryOptions({ partyId }))
  return (
    <Page
      title={query.data?.name ?? t('ofParty')}
      lead={t('ofPartyLead')}
      back={
        <Link to="/operator/scores">
          <Icon name="back" size={16} /> {t('all.title')}
        </Link>
      }
    >
      <QueryView query={query}>{score => <ScoreView score={score} />}</QueryView>
    </Page>
  )
}
