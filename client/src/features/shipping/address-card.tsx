import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { Button } from '#ui/button.tsx'
import { CopyText } from '#ui/copy-text.tsx'
import { MutationError } from '#ui/mutation-error.tsx'

/** The buyer's address, shown only when somebody asks for it: each opening is logged with a name. */
export function AddressCard({ orderId }: { orderId: string }) {
  const { t } = useTranslation('shipping')
  const open = useMutation(api.orders.openAddress.mutationOptions())
  if (open.data) {
    const { name, phone, region, address } = open.data
    const whole = `${name} ${phone} ${region}${address}`
    return (
      <div className="panel stack-tight">
        <div className="strong">
          {name} <span className="numeric">{phone}</span>
        </div>
        <div>
          {region} {address}
        </div>
        <CopyText text={whole} what={t('address')}>
          {t('copyAddress')}
        </CopyText>
      </div>
    )
  }
  return (
    <div className="stack-tight">
      <div className="row">
        <Button size="small" busy={open.isPending} onClick={() => open.mutate({ orderId })}>
          {t('openAddress')}
        </Button>
        <span className="small secondary">{t('openAddressNote')}</span>
      </div>
      <MutationError error={open.error} />
    </div>
  )
}
