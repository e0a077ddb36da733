import { type BuyerContact, buyerContact } from '@haowu/shared/orders.ts'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { readFailure } from '#api/failure.ts'
import { queryClient } from '#api/query-client.ts'
import { newIdempotencyKey } from '#ui/idempotency-key.ts'
import type { RoomItem } from '#features/room/room-page.tsx'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { useFailureText } from '#ui/failure-text.ts'
import { Money } from '#ui/money.tsx'
import { Notice } from '#ui/notice.tsx'

const FIELDS = [
  { name: 'name', autoComplete: 'name', inputMode: 'text' },
  { name: 'phone', autoComplete: 'tel', inputMode: 'tel' },
  { name: 'region', autoComplete: 'address-level1', inputMode: 'text' },
  { name: 'address', autoComplete: 'street-address', inputMode: 'text' },
] as const

type FieldName = keyof BuyerContact

/** Where the parcel goes, then straight to the cashier. One key per opened form, so a double tap buys once. */
export function CheckoutDialog({ item, standing, roomCode, onClose }: CheckoutDialogProps) {
  const { t } = useTranslation('room')
  const failureText = useFailureText()
  const [idempotencyKey] = useState(newIdempotencyKey)
  const [wrong, setWrong] = useState<FieldName[]>([])
  const start = useMutation(
    api.checkout.start.mutationOptions({
      onSuccess: ({ payUrl, linkToken }) => location.assign(payUrl ?? `/order/${linkToken}`),
      onError: () => queryClient.invalidateQueries(api.room.get.queryFilter({ roomCode })),
    }),
  )
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const contact = buyerContact.safeParse(Object.fromEntries(new FormData(event.currentTarget)))
    if (!contact.success) {
      const names = contact.error.issues.map(issue => issue.path[0] as FieldName)
      setWrong(names)
      event.currentTarget.querySelector<HTMLInputElement>(`[name="${names[0]}"]`)?.focus()
      return
    }
    setWrong([])
    start.mutate({
      roomCode,
      itemId: item.itemId,
      priceFen: item.priceFen,
      contact: contact.data,
      idempotencyKey,
    })
  }
  const refusal = start.isError ? readFailure(start.error).reason : null
  // While our own wish is under way, or has won, "being paid" means us.
  const othersHaveIt = standing !== 'on_sale' && !start.isPending && !start.isSuccess
  const blocked = refusal === 'session_closed' || refusal === 'item_unavailable' || othersHaveIt
  return (
    <Dialog title={t('checkout')} onClose={onClose}>
      <form className="stack" noValidate onSubmit={submit}>
        <div className="checkout-piece">
          <span>{item.title}</span>
          <span className="room-item-price">
            <Money fen={item.priceFen} />
          </span>
        </div>
        <div role="alert" className="checkout-alert">
          {(othersHaveIt && standing === 'being_paid') ||
          (refusal === 'item_held_elsewhere' && !start.isPending) ? (
            <Notice tone="warning" title={t('beaten')}>
              {t(standing === 'on_sale' ? 'beatenAndFree' : 'beatenNote')}
            </Notice>
          ) : othersHaveIt || refusal === 'item_unavailable' ? (
            <Notice tone="danger" title={t('gone')}>
              {t('goneNote')}
            </Notice>
          ) : start.isError ? (
            <Notice tone="danger">{failureText(start.error)}</Notice>
          ) : null}
        </div>
        {FIELDS.map(({ name, ...hints }) => (
          <label key={name} className="stack-tight">
            <span>{t(`field.${name}`)}</span>
            <input
              className="field"
              name={name}
              required
              aria-invalid={wrong.includes(name) || undefined}
              aria-describedby={wrong.includes(name) ? `wrong-${name}` : undefined}
              {...hints}
            />
            {wrong.includes(name) ? (
              <span className="field-error" id={`wrong-${name}`}>
                {t(`wrong.${name}`)}
              </span>
            ) : null}
          </label>
        ))}
        <p className="secondary small">{t('privacy')}</p>
        <Button
          kind="primary"
          size="large"
          block
          type="submit"
          busy={start.isPending || start.isSuccess}
          disabled={blocked && !start.isPending && !start.isSuccess}
        >
          {t('payNow')}
        </Button>
      </form>
    </Dialog>
  )
}

type CheckoutDialogProps = {
  item: RoomItem
  /** Where the piece stands at this moment. */
  standing: RoomItem['standing']
  roomCode: string
  onClose: () => void
}
