import { useMutation } from '@tanstack/react-query'
import { Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { showToast } from '#ui/toast.ts'

/** Why a closed month must be opened again; nothing opens until a second person agrees. */
export function ReopenDialog({ month, onClose }: { month: string; onClose: () => void }) {
  const { t } = useTranslation('reconcile')
  const ask = useMutation(
    api.closes.requestReopening.mutationOptions({
      onSuccess: async () => {
        showToast(t('close.reopenRequested'))
        onClose()
        await queryClient.invalidateQueries({ queryKey: api.closes.pathKey() })
      },
    }),
  )
  return (
    <Dialog title={t('close.reopenTitle', { month })} onClose={onClose}>
      <Form<{ reason: string }>
        layout="vertical"
        requiredMark={false}
        onFinish={({ reason }) => ask.mutate({ month, reason: reason.trim() })}
      >
        <Form.Item
          name="reason"
          label={t('close.reason')}
          rules={[{ required: true, min: 4, max: 300, whitespace: true, message: t('noteNeeded') }]}
        >
          <Input.TextArea rows={3} maxLength={300} />
        </Form.Item>
        <MutationError error={ask.error} />
        <div className="dialog-foot">
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" kind="primary" busy={ask.isPending}>
            {t('close.reopenAsk')}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
