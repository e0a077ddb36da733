import { useMutation } from '@tanstack/react-query'
import { Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import type { Break } from '#features/reconciliation/differences-view.tsx'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Money } from '#ui/money.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { showToast } from '#ui/toast.ts'

/** Why a difference that had ended must be looked at again. */
export function ReopenBreakDialog({ row, onClose }: { row: Break; onClose: () => void }) {
  const { t } = useTranslation('reconcile')
  const isBooked = row.resolution === 'adjusted' || row.resolution === 'written_off'
  const reopen = useMutation(
    api.reconciliation.reopen.mutationOptions({
      onSuccess: async ({ answer }) => {
        showToast(t(answer === 'asked' ? 'close.reopenRequested' : 'reopened'))
        onClose()
        await queryClient.invalidateQueries({ queryKey: api.reconciliation.pathKey() })
      },
    }),
  )
  return (
    <Dialog title={t('reopenTitle')} onClose={onClose}>
      <p>
        {t(`class.${row.class}`)} · {row.businessDay} · <Money fen={row.amountFen} plus />
      </p>
      <p className="secondary">{t(isBooked ? 'reopenBookedLead' : 'reopenLead')}</p>
      <Form<{ reason: string }>
        layout="vertical"
        requiredMark={false}
        onFinish={({ reason }) => reopen.mutate({ breakId: row.id, reason: reason.trim() })}
      >
        <Form.Item
          name="reason"
          label={t('close.reason')}
          rules={[{ required: true, min: 2, max: 300, whitespace: true, message: t('noteNeeded') }]}
        >
          <Input.TextArea rows={3} maxLength={300} />
        </Form.Item>
        <MutationError error={reopen.error} />
        <div className="dialog-foot">
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" kind="primary" busy={reopen.isPending}>
            {t(isBooked ? 'close.reopenAsk' : 'reopenDo')}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
