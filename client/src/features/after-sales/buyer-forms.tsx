import { CARRIERS } from '@haowu/shared/orders.ts'
import { useMutation } from '@tanstack/react-query'
import { Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { askAfterSalesAgain } from '#features/after-sales/ask-after-sales-again.ts'
import type { BuyerStepProps } from '#features/after-sales/buyer-steps.tsx'
import { Button } from '#ui/button.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { showToast } from '#ui/toast.ts'

/** Why the platform should look at it. */
export function Escalate({ row, linkToken }: BuyerStepProps) {
  const { t } = useTranslation('after-sale')
  const send = useMutation(
    api.afterSales.escalate.mutationOptions({
      onSuccess: async () => (showToast(t('buyer.escalated')), askAfterSalesAgain()),
    }),
  )
  return (
    <Form
      layout="vertical"
      onFinish={({ words }: { words: string }) =>
        send.mutate({ linkToken, afterSaleId: row.id, words, photoKeys: [] })
      }
    >
      <Form.Item
        name="words"
        label={t('buyer.why')}
        rules={[{ required: true, whitespace: true, message: t('wordsNeeded') }]}
      >
        <Input.TextArea rows={3} maxLength={2_000} />
      </Form.Item>
      <MutationError error={send.error} />
      <Button type="submit" kind="primary" busy={send.isPending}>
        {t('buyer.escalate')}
      </Button>
    </Form>
  )
}

/** By whom and under which number it comes back. */
export function SendBack({ row, linkToken }: BuyerStepProps) {
  const { t } = useTranslation(['after-sale', 'order'])
  const send = useMutation(
    api.afterSales.sendReturn.mutationOptions({
      onSuccess: async () => (showToast(t('saved')), askAfterSalesAgain()),
    }),
  )
  return (
    <Form
      layout="vertical"
      initialValues={{ carrier: 'sf' }}
      onFinish={({ carrier, trackingNo }: { carrier: (typeof CARRIERS)[number]; trackingNo: string }) =>
        send.mutate({ linkToken, afterSaleId: row.id, carrier, trackingNo })
      }
    >
      <Form.Item name="carrier" label={t('buyer.carrier')}>
        <select className="field">
          {CARRIERS.map(value => (
            <option key={value} value={value}>
              {t(`order:carriers.${value}`)}
            </option>
          ))}
        </select>
      </Form.Item>
      <Form.Item
        name="trackingNo"
        label={t('buyer.trackingNo')}
        rules={[
          { required: true, pattern: /^\s*[0-9A-Za-z-]{6,40}\s*$/, message: t('buyer.trackingNeeded') },
        ]}
      >
        <Input autoComplete="off" className="mono" />
      </Form.Item>
      <MutationError error={send.error} />
      <Button type="submit" kind="primary" busy={send.isPending}>
        {t('buyer.sent')}
      </Button>
    </Form>
  )
}
