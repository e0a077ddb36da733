import { CARRIERS, shipOrderInput } from '@haowu/shared/orders.ts'
import { useMutation } from '@tanstack/react-query'
import { Form, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { showToast } from '#ui/toast.ts'
import { PaperLink } from '#features/report/paper-link.tsx'
import { AddressCard } from '#features/shipping/address-card.tsx'

type ShipForm = { carrier: (typeof CARRIERS)[number]; trackingNo: string }

/** Carrier and number of the parcel; the address can be opened beside them while shipping is due. */
export function ShipDialog({
  order,
  onClose,
}: {
  order: { orderId: string; title: string }
  onClose: () => void
}) {
  const { t } = useTranslation('shipping')
  const [form] = Form.useForm<ShipForm>()
  const ship = useMutation(
    api.orders.ship.mutationOptions({
      onSuccess: async () => {
        showToast(t('shipped'))
        onClose()
        await queryClient.invalidateQueries({ queryKey: api.orders.pathKey() })
      },
    }),
  )
  return (
    <Dialog title={t('shipTitle')} onClose={onClose}>
      <p>{order.title}</p>
      <AddressCard orderId={order.orderId} />
      <div className="row">
        <PaperLink of={{ orderId: order.orderId }} small>
          {t('printSlip')}
        </PaperLink>
        <span className="small secondary">{t('slipNote')}</span>
      </div>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ carrier: 'sf' }}
        onFinish={({ carrier, trackingNo }) => ship.mutate({ orderId: order.orderId, carrier, trackingNo })}
      >
        <Form.Item name="carrier" label={t('carrierLabel')}>
          <Select options={CARRIERS.map(value => ({ value, label: t(`carrier.${value}`) }))} />
        </Form.Item>
        <Form.Item
          name="trackingNo"
          label={t('trackingNo')}
          validateTrigger="onBlur"
          rules={[
            {
              validator: async (_rule, typed) => {
                if (!shipOrderInput.shape.trackingNo.safeParse(typed ?? '').success)
                  throw new Error(t('trackingNoWrong'))
              },
            },
          ]}
        >
          <Input autoComplete="off" className="mono" />
        </Form.Item>
        <MutationError error={ship.error} />
        <div className="dialog-foot">
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" kind="primary" busy={ship.isPending}>
            {t('shipNow')}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
