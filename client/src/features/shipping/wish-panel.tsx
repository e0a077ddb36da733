import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { Button } from '#ui/button.tsx'
import { DateText } from '#ui/date-text.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { Notice } from '#ui/notice.tsx'
import { showToast } from '#ui/toast.ts'

type Order = Outputs['orders']['getForSupplier']

/** A buyer who wants to cancel: why, until when to answer, and both answers; afterwards what became of it. */
export function WishPanel({ order }: { order: Order }) {
  const { t } = useTranslation('shipping')
  const answer = useMutation(
    api.orders.answerWish.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries({ queryKey: api.orders.pathKey() })
        showToast(t('wish.answered'))
      },
    }),
  )
  const wish = order.cancelWish
  if (!wish) return null
  if (wish.answer !== null) return <Notice tone="neutral">{t(`wish.answer.${wish.answer}`)}</Notice>
  const say = (agree: boolean) => answer.mutate({ orderId: order.orderId, agree })
  return (
    <Notice
      tone="warning"
      title={t('wish.title')}
      action={
        <div className="row">
          <Button busy={answer.isPending} onClick={() => say(false)}>
            {t('wish.decline')}
          </Button>
          <Button kind="primary" busy={answer.isPending} onClick={() => say(true)}>
            {t('wish.agree')}
          </Button>
        </div>
      }
    >
      {t(`wish.reason.${wish.reason}`)} {t('wish.until')} <DateText at={wish.dueAt} />
      <MutationError error={answer.error} />
    </Notice>
  )
}
