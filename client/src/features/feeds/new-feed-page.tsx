import type { FeedKind } from '@haowu/shared/feeds.ts'
import { useMutation } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { blankDraft } from '#features/feeds/feed-draft.ts'
import { FeedForm } from '#features/feeds/feed-form.tsx'
import { KindCards } from '#features/feeds/kind-cards.tsx'
import { reloadFeeds } from '#features/feeds/use-feed-actions.ts'
import { Icon } from '#ui/icon.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { Page } from '#ui/page.tsx'
import { showToast } from '#ui/toast.ts'

const route = getRouteApi('/workspace/feeds/new')

/** First the kind, then what that kind asks for. */
export function NewFeedPage() {
  const { t } = useTranslation('feed')
  const { kind } = route.useSearch()
  return (
    <Page
      title={kind ? t('newTitle', { kind: t(`kind.${kind}`) }) : t('chooseTitle')}
      lead={kind ? t(`kindIs.${kind}`) : t('chooseLead')}
      back={
        <Link to={kind ? '/feeds/new' : '/feeds'}>
          <Icon name="back" size={16} />
          {t(kind ? 'otherKind' : 'back')}
        </Link>
      }
    >
      {kind ? <NewFeed key={kind} kind={kind} /> : <KindCards />}
    </Page>
  )
}

function NewFeed({ kind }: { kind: FeedKind }) {
  const { t } = useTranslation('feed')
  const { try: tab = 'ask' } = route.useSearch()
  const navigate = route.useNavigate()
  const create = useMutation(
    api.feeds.create.mutationOptions({
      onSuccess: async ({ feedId }, { name }) => {
        showToast(t('created', { name }))
        await navigate({ to: '/feeds/$feedId', params: { feedId } })
        await reloadFeeds()
      },
    }),
  )
  return (
    <FeedForm
      initial={blankDraft(kind)}
      kept={null}
      feedId={undefined}
      tab={tab}
      onTab={next => navigate({ search: before => ({ ...before, try: next }), replace: true })}
      submitLabel={t('saveNew')}
      busy={create.isPending}
      refusal={<MutationError error={create.error} />}
      onSubmit={settings => create.mutate(settings)}
    />
  )
}
