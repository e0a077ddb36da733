import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { Button } from '#ui/button.tsx'
import { useFailureText } from '#ui/failure-text.ts'
import { showToast } from '#ui/toast.ts'

/** Notes the piece on the shortlist, without holding it. */
export function ToCart({ piece }: { piece: { itemId: string; title: string } }) {
  const { t } = useTranslation('plaza')
  const failureText = useFailureText()
  const { itemId, title } = piece
  const settle = {
    onSettled: () => queryClient.invalidateQueries({ queryKey: api.picks.pathKey() }),
    onError: (error: unknown) => showToast(failureText(error), { tone: 'danger' }),
  }
  const remove = useMutation(api.picks.remove.mutationOptions(settle))
  const add = useMutation(
    api.picks.add.mutationOptions({
      ...settle,
      onSuccess: () => showToast(t('inCart', { title }), { undo: () => remove.mutate({ itemId }) }),
    }),
  )
  return (
    <Button
      icon="cart"
      aria-label={t('toCart', { title })}
      busy={add.isPending}
      onClick={() => add.mutate({ itemId })}
    />
  )
}
