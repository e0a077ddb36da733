import { CANCEL_REASONS, type CancelReason } from '@haowu/shared/orders.ts'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { Button } from '#ui/button.tsx'
import { Choice } from '#ui/choice.tsx'
import { DateText } from '#ui/date-text.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { Notice } from '#ui/notice.tsx'
import { showToast } from '#ui/toast.ts'

type Order = Outputs['checkout']['get']
type CancelProps = { order: Order; linkToken: string }

/** The way out before the parcel leaves: asking, waiting for the answer and taking it back, and what was answered. */
export function CancelOrder({ order, linkToken }: CancelProps) {
  const { t } = useTranslation('order')
  const [asking, setAsking] = useState(false)
  const withdraw = useMutation(
    api.checkout.withdrawWish.mutationOptions({ onSuccess: () => reload(linkToken) }),
  )
  const wish = order.cancelWish
  if (wish?.answer === 'declined' && order.state === 'paid')
    return (
      <Notice tone="neutral" title={t('cancel.declined')}>
        {t('cancel.declinedNote')}
      </Notice>
    )
  if (order.state !== 'paid') return null
  if (wish && wish.answer === null)
    return (
      <Notice
        tone="warning"
        title={t('cancel.waits')}
        action={
          <Button busy={withdraw.isPending} onClick={() => withdraw.mutate({ linkToken })}>
            {t('cancel.withdraw')}
          </Button>
        }
      >
        {t('cancel.waitsNote')} <DateText at={wish.dueAt} />
        <MutationError error={withdraw.error} />
      </Notice>
    )
  return (
    <div className="row">
      <Button onClick={() => setAsking(true)}>{t('cancel.ask')}</Button>
      <span className="small secondary">{t('cancel.askNote')}</span>
      {asking ? <AskDialog linkToken={linkToken} onClose={() => setAsking(false)} /> : null}
    </div>
  )
}

function reload(linkToken: string) {
  return queryClient.invalidateQueries(api.checkout.get.queryFilter({ linkToken }))
}

function AskDialog({ linkToken, onClose }: { linkToken: string; onClose: () => void }) {
  const { t } = useTranslation('order')
  const [reason, setReason] = useState<CancelReason>('changed_mind')
  const ask = useMutation(
    api.checkout.askToCancel.mutationOptions({
      onSuccess: async () => {
        await reload(linkToken)
        showToast(t('cancel.asked'))
        onClose()
      },
    }),
  )
  return (
    <Dialog title={t('cancel.title')} onClose={onClose}>
      <p>{t('cancel.lead')}</p>
      <Choice
        label={t('cancel.reason')}
        value={reason}
        options={CANCEL_REASONS.map(value => ({ value, label: t(`cancel.reasons.${value}`) }))}
        onChange={setReason}
      />
      <MutationError error={ask.error} />
      <div className="dialog-foot">
        <Button onClick={onClose}>{t('cancel.keep')}</Button>
        <Button kind="danger" busy={ask.isPending} onClick={() => ask.mutate({ linkToken, reason })}>
          {t('cancel.send')}
        </Button>
      </div>
    </Dialog>
  )
}
