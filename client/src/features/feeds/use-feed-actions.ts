import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import type { Feed } from '#features/feeds/feed-calls.ts'
import { useFailureText } from '#ui/failure-text.ts'
import { showToast } from '#ui/toast.ts'

/** After a change of a source everything that is shown of sources is read anew. */
export const reloadFeeds = () => queryClient.invalidateQueries({ queryKey: api.feeds.pathKey() })

/** Read it now, pause it, switch it on: each says what happened, and why when it did not. */
export function useFeedActions({ name }: Pick<Feed, 'name'>) {
  const { t } = useTranslation('feed')
  const failureText = useFailureText()
  const onError = (error: unknown) => showToast(failureText(error), { tone: 'danger' })
  const answer = (text: string) => ({
    onError,
    onSuccess: () => {
      showToast(text)
      return reloadFeeds()
    },
  })
  return {
    runNow: useMutation(api.feeds.runNow.mutationOptions(answer(t('runAsked', { name })))),
    pause: useMutation(api.feeds.pause.mutationOptions(answer(t('paused', { name })))),
    resume: useMutation(api.feeds.resume.mutationOptions(answer(t('resumed', { name })))),
  }
}
