import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import type { Feed } from '#features/feeds/feed-calls.ts'
import { reloadFeeds } from '#features/feeds/use-feed-actions.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { showToast } from '#ui/toast.ts'

/** Says first what stays: the items; and what does not: their refreshing, and the keys. */
export function RemoveFeedDialog({ feed, onClose }: { feed: Feed; onClose: () => void }) {
  const { t } = useTranslation('feed')
  const navigate = useNavigate()
  const { feedId, name } = feed
  const remove = useMutation(
    api.feeds.remove.mutationOptions({
      onSuccess: async () => {
        showToast(t('removed', { name }))
        await navigate({ to: '/feeds' })
        await reloadFeeds()
      },
    }),
  )
  return (
    <Dialog title={t('removeTitle', { name })} onClose={onClose}>
      <p>{t('removeBody', { count: feed.items })}</p>
      <p className="secondary">{t('removeAgain')}</p>
      <MutationError error={remove.error} />
      <div className="dialog-foot">
        <Button onClick={onClose}>{t('cancel')}</Button>
        <Button kind="danger" busy={remove.isPending} onClick={() => remove.mutate({ feedId })}>
          {t('remove')}
        </Button>
      </div>
    </Dialog>
  )
}
