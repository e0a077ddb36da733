import { REFUSALS, type Refusal } from '@haowu/shared/carriers.ts'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Money } from '#ui/money.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { Notice } from '#ui/notice.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { showToast } from '#ui/toast.ts'

type RefuseProps = { order: { orderId: string; paidFen: string }; onClose: () => void }

/** Why it cannot be delivered, what that means, and the refund. */
export function RefuseDialog({ order, onClose }: RefuseProps) {
  const { t } = useTranslation('shipping')
  const [reason, setReason] = useState<Refusal>('damaged')
  const cancel = useMutation(
    api.orders.cancel.mutationOptions({
      onSuccess: async () => {
        showToast(t('refundStarted'))
        onClose()
        await queryClient.invalidateQueries({ queryKey: api.orders.pathKey() })
      },
    }),
  )
  return (
    <Dialog title={t('cancelTitle')} onClose={onClose}>
      <p>{t('cancelBody')}</p>
      <Radio.Group
        aria-label={t('refusal.label')}
        value={reason}
        onChange={event => setReason(event.target.value as Refusal)}
        options={REFUSALS.map(value => ({ value, label: t(`refusal.${value}`) }))}
      />
      <RefusalCost orderId={order.orderId} />
      <MutationError error={cancel.error} />
      <div className="dialog-foot">
        <Button onClick={onClose}>{t('keep')}</Button>
        <Button
          kind="danger"
          busy={cancel.isPending}
          onClick={() => cancel.mutate({ orderId: order.orderId, reason })}
        >
          {t('refundAmount')} <Money fen={order.paidFen} />
        </Button>
      </div>
    </Dialog>
  )
}

/** What not delivering costs by the clause in force, before it is done; nothing for stocked goods. */
function RefusalCost({ orderId }: { orderId: string }) {
  const { t, i18n } = useTranslation(['shipping', 'case'])
  const query = useQuery(api.orders.refusalCost.queryOptions({ orderId }))
  return (
    <QueryView query={query} lines={2}>
      {cost => {
        if (cost === null) return null
        const { clause, points, restrictions } = cost
        const { title } = clause[i18n.language === 'en' ? 'en' : 'zh']
        const words = restrictions.map(({ kind, days }) => t(`case:limit.${kind}`, { days }))
        return (
          <Notice
            tone="warning"
            title={
              <>
                {t('refusal.cost')} <Money fen={cost.amountFen} />
              </>
            }
          >
            <div>{t('refusal.clause', { title, version: clause.version, points })}</div>
            {words.length > 0 ? <div>{t('refusal.restriction', { words: words.join(', ') })}</div> : null}
            <div>{t('refusal.answer', { count: clause.answerDays })}</div>
          </Notice>
        )
      }}
    </QueryView>
  )
}
