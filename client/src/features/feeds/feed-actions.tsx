import { useTranslation } from 'react-i18next'
import type { Feed } from '#features/feeds/feed-calls.ts'
import { useFeedActions } from '#features/feeds/use-feed-actions.ts'
import { Button } from '#ui/button.tsx'

/** What can be done to a source without opening it; nothing where only new keys help. */
export function FeedActions({ feed, size }: { feed: Feed; size?: 'small' }) {
  const { t } = useTranslation('feed')
  const { runNow, pause, resume } = useFeedActions(feed)
  const { feedId, state } = feed
  if (state === 'paused')
    return (
      <Button size={size} icon="play" busy={resume.isPending} onClick={() => resume.mutate({ feedId })}>
        {t('resume')}
      </Button>
    )
  if (state !== 'on') return null
  return (
    <>
      <Button size={size} busy={runNow.isPending} onClick={() => runNow.mutate({ feedId, pass: 'sync' })}>
        {t('runNow')}
      </Button>
      <Button size={size} busy={pause.isPending} onClick={() => pause.mutate({ feedId })}>
        {t('pause')}
      </Button>
    </>
  )
}
