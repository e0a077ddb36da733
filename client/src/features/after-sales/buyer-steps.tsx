import { CARRIERS } from '@haowu/shared/orders.ts'
import { useMutation } from '@tanstack/react-query'
import { Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { askAfterSalesAgain } from '#features/after-sales/ask-after-sales-again.ts'
import { Button } from '#ui/button.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { showToast } from '#ui/toast.ts'

type Row = Outputs['afterSales']['byLink'][number]
type Props = { row: Row; linkToken: string }

const WITHDRAWABLE = ['requested', 'offered', 'refused', 'returning', 'disputed']

/** What the buyer can do now: take an offer, ask the platform, say how it comes back, or give it up. */
export function BuyerSteps({ row, linkToken }: Props) {
  const { t } = useTranslation('after-sale')
  const [escalating, setEscalating] = useState(false)
  const link = { linkToken, afterSaleId: row.id }
  const done = { onSuccess: async () => (showToast(t('saved')), askAfterSalesAgain()) }
  const accept = useMutation(api.afterSales.accept.mutationOptions(done))
  const withdraw = useMutation(api.afterSales.withdraw.mutationOptions(done))
  const mayEscalate = row.state === 'offered' || row.state === 'refused'
  return (
    <div className="stack">
      {row.state === 'returning' ? <SendBack row={row} linkToken={linkToken} /> : null}
      {escalating && mayEscalate ? <Escalate row={row} linkToken={linkToken} /> : null}
      <MutationError error={accept.error ?? withdraw.error} />
      <div className="row">
        {row.state === 'offered' ? (
          <Button kind="primary" busy={accept.isPending} onClick={() => accept.mutate(link)}>
            {t('buyer.accept')}
          </Button>
        ) : null}
        {mayEscalate && !escalating ? (
          <Button onClick={() => setEscalating(true)}>{t('buyer.escalate')}</Button>
        ) : null}
        {WITHDRAWABLE.includes(row.state) ? (
          <Button busy={withdraw.isPending} onClick={() => withdraw.mutate(link)}>
            {t('buyer.withdraw')}
          </Button>
        ) : null}
      </div>
    </div>
  )
}

function Escalate({ row, linkToken }: Props) {
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

function SendBack({ row, linkToken }: Props) {
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
        <Select options={CARRIERS.map(value => ({ value, label: t(`order:carriers.${value}`) }))} />
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
