import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { Button } from '#ui/button.tsx'
import { showToast } from '#ui/toast.ts'

/** The supplier takes the order on; from then on a buyer who wants to cancel has to ask him. */
export function AcceptButton({ orderId, size }: { orderId: string; size?: 'small' }) {
  const { t } = useTranslation('shipping')
  const accept = useMutation(
    api.orders.accept.mutationOptions({
      onSuccess: () => {
        showToast(t('accepted'))
        return queryClient.invalidateQueries({ queryKey: api.orders.pathKey() })
      },
      onError: () => showToast(t('acceptFailed'), { tone: 'danger' }),
    }),
  )
  return (
    <Button {...(size && { size })} busy={accept.isPending} onClick={() => accept.mutate({ orderId })}>
      {t('accept')}
    </Button>
  )
}
