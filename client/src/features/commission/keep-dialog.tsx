import { useMutation } from '@tanstack/react-query'
import { Form, InputNumber } from 'antd'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { toBps } from '#features/commission/rate-fields.tsx'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { showToast } from '#ui/toast.ts'

/** The part of a price below which the supplier never wants to fall; a slip of the finger then makes no plan. */
export function KeepDialog({ keepBps, onClose }: { keepBps: number; onClose: () => void }) {
  const { t } = useTranslation('commissions')
  const save = useMutation(
    api.plans.setKeep.mutationOptions({
      onSuccess: async () => {
        showToast(t('keepSaved'))
        onClose()
        await queryClient.invalidateQueries({ queryKey: api.plans.pathKey() })
      },
    }),
  )
  return (
    <Dialog title={t('keepTitle')} onClose={onClose}>
      <Form
        layout="vertical"
        requiredMark={false}
        initialValues={{ percent: keepBps / 100 }}
        onFinish={({ percent }: { percent: number }) => save.mutate({ keepBps: toBps(percent) })}
      >
        <Form.Item name="percent" label={t('keepLabel')} extra={t('keepNote')}>
          <InputNumber min={0} max={100} step={1} precision={2} suffix="%" />
        </Form.Item>
        <MutationError error={save.error} />
        <div className="dialog-foot">
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" kind="primary" busy={save.isPending}>
            {t('save')}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
