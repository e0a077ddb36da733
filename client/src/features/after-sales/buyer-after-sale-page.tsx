import {
  AFTER_SALE_KINDS,
  AFTER_SALE_REASONS,
  type AfterSaleKind,
  type AfterSaleReason,
} from '@haowu/shared/after-sales.ts'
import { formatYuan } from '@haowu/shared/money.ts'
import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Form, Input, Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { askAfterSalesAgain } from '#features/after-sales/ask-after-sales-again.ts'
import { ParcelPhotos } from '#features/parcel/parcel-photos.tsx'
import { Button } from '#ui/button.tsx'
import { KitProvider } from '#ui/kit-provider.tsx'
import { MoneyInput } from '#ui/money-input.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { Page } from '#ui/page.tsx'
import { parseYuan, yuanInput } from '#ui/parse-yuan.ts'
import { QueryView } from '#ui/query-view.tsx'
import { showToast } from '#ui/toast.ts'

const route = getRouteApi('/public/order/$linkToken/after-sale')

/** The buyer says what he wants and why; the supplier answers within hours, and silence is a yes. */
export function BuyerAfterSalePage() {
  const { t } = useTranslation('after-sale')
  const { linkToken } = route.useParams()
  const query = useQuery(api.checkout.get.queryOptions({ linkToken }))
  return (
    <Page title={t('buyer.formTitle')} lead={query.data?.title ?? ''}>
      <KitProvider>
        <QueryView query={query}>{order => <Wish order={order} linkToken={linkToken} />}</QueryView>
      </KitProvider>
    </Page>
  )
}

type Values = { kind: AfterSaleKind; reason: AfterSaleReason; amount?: string; words: string }
type Photos = Parameters<typeof ParcelPhotos>[0]['photos']

function Wish({ order, linkToken }: { order: Outputs['checkout']['get']; linkToken: string }) {
  const { t } = useTranslation('after-sale')
  const navigate = useNavigate()
  const [form] = Form.useForm<Values>()
  const [photos, setPhotos] = useState<Photos>([])
  const isShipped = order.state !== 'paid'
  const kind = Form.useWatch('kind', form) ?? 'return'
  const request = useMutation(
    api.afterSales.request.mutationOptions({
      onSuccess: async () => {
        showToast(t('buyer.requested'))
        await askAfterSalesAgain()
        await navigate({ to: '/order/$linkToken', params: { linkToken } })
      },
    }),
  )
  const submit = ({ reason, amount, words }: Values) => {
    const amountFen = isShipped && kind === 'refund_only' ? parseYuan(amount ?? '') : undefined
    const photoKeys = photos.map(photo => photo.key)
    request.mutate({
      linkToken,
      kind: isShipped ? kind : 'refund_only',
      reason,
      words,
      photoKeys,
      ...(amountFen && { amountFen }),
    })
  }
  return (
    <Form
      form={form}
      layout="vertical"
      className="panel"
      initialValues={{ kind: 'return', amount: yuanInput(order.paidFen) }}
      onFinish={submit}
    >
      {isShipped ? (
        <Form.Item name="kind" label={t('buyer.wish')} extra={t(`buyer.kindNote.${kind}`)}>
          <Radio.Group options={AFTER_SALE_KINDS.map(value => ({ value, label: t(`kind.${value}`) }))} />
        </Form.Item>
      ) : (
        <p>{t('buyer.notShipped', { amount: `¥${formatYuan(BigInt(order.paidFen))}` })}</p>
      )}
      <Form.Item
        name="reason"
        label={t('reasonLabel')}
        rules={[{ required: true, message: t('buyer.reasonNeeded') }]}
      >
        <select className="field">
          <option value="">{t('buyer.choose')}</option>
          {AFTER_SALE_REASONS.map(value => (
            <option key={value} value={value}>
              {t(`reason.${value}`)}
            </option>
          ))}
        </select>
      </Form.Item>
      {isShipped && kind === 'refund_only' ? (
        <MoneyInput name="amount" label={t('asked')} maxFen={BigInt(order.paidFen)} />
      ) : null}
      <Form.Item
        name="words"
        label={t('buyer.why')}
        rules={[{ required: true, whitespace: true, message: t('wordsNeeded') }]}
      >
        <Input.TextArea rows={4} maxLength={2_000} />
      </Form.Item>
      {isShipped ? <ParcelPhotos photos={photos} linkToken={linkToken} onChange={setPhotos} /> : null}
      <p className="secondary small">{t('buyer.follows')}</p>
      <MutationError error={request.error} />
      <Button type="submit" kind="primary" size="large" busy={request.isPending}>
        {t('buyer.send')}
      </Button>
    </Form>
  )
}
