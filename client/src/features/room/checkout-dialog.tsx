import { type BuyerContact, buyerContact } from '@haowu/shared/orders.ts'
import type { RoomPiece, RoomView } from '@haowu/shared/room-view.ts'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { readFailure } from '#api/failure.ts'
import { queryClient } from '#api/query-client.ts'
import { newIdempotencyKey } from '#ui/idempotency-key.ts'
import { type Lost, LostNotice } from '#features/room/lost-notice.tsx'
import { keepOwnOrder } from '#features/room/own-orders.ts'
import { RoomPrice } from '#features/room/room-price.tsx'
import { roomKey } from '#features/room/use-room.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { useFailureText } from '#ui/failure-text.ts'
import { Notice } from '#ui/notice.tsx'

const FIELDS = [
  { name: 'name', autoComplete: 'name', inputMode: 'text' },
  { name: 'phone', autoComplete: 'tel', inputMode: 'tel' },
  { name: 'region', autoComplete: 'address-level1', inputMode: 'text' },
  { name: 'address', autoComplete: 'street-address', inputMode: 'text' },
] as const

type FieldName = keyof BuyerContact

/** Where the parcel goes, then straight to the cashier. One key per opened form, so a double tap buys once. */
export function CheckoutDialog({ item, room, roomCode, onChoose, onClose }: CheckoutDialogProps) {
  const { t } = useTranslation('room')
  const failureText = useFailureText()
  const [idempotencyKey] = useState(newIdempotencyKey)
  const [wrong, setWrong] = useState<FieldName[]>([])
  const start = useMutation(
    api.checkout.start.mutationOptions({
      onSuccess: ({ payUrl, linkToken }) => {
        keepOwnOrder(roomCode, { linkToken, itemId: item.itemId, title: item.title })
        location.assign(payUrl)
      },
      onError: () => queryClient.invalidateQueries({ queryKey: roomKey(roomCode) }),
    }),
  )
  // What the form was opened for may go while it is filled in, come back, or cost something else.
  const now = room.items.find(({ itemId }) => itemId === item.itemId)
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
      priceFen: now?.priceFen ?? item.priceFen,
      contact: contact.data,
      idempotencyKey,
    })
  }
  const refusal = start.isError ? readFailure(start.error).reason : null
  // While our own wish is under way, or has won, "being paid" means us.
  const ours = start.isPending || start.isSuccess
  const lost = ours ? null : lostOf(now?.standing ?? 'sold', refusal)
  const blocked = refusal === 'session_closed' || lost === 'gone' || lost === 'beaten'
  return (
    <Dialog title={t('checkout')} onClose={onClose}>
      <form className="stack" noValidate onSubmit={submit}>
        <div className="checkout-piece">
          <span>{item.title}</span>
          <RoomPrice piece={now ?? item} />
        </div>
        <div role="alert" className="checkout-alert">
          {lost ? (
            <LostNotice {...{ item, room, lost, onChoose }} />
          ) : refusal === 'price_changed' ? (
            <Notice tone="warning" title={t('priceChanged')}>
              {t('priceChangedNote')}
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
        <Button kind="primary" size="large" block type="submit" busy={ours} disabled={blocked && !ours}>
          {t('payNow')}
        </Button>
      </form>
    </Dialog>
  )
}

function lostOf(standing: RoomPiece['standing'], refusal: string | null): Lost | null {
  if (standing === 'sold' || refusal === 'item_unavailable' || refusal === 'hold_expired') return 'gone'
  if (standing === 'being_paid') return 'beaten'
  return refusal === 'item_held_elsewhere' ? 'free' : null
}

type CheckoutDialogProps = {
  item: RoomPiece
  /** As it stands at this moment. */
  room: RoomView
  roomCode: string
  onChoose: (piece: RoomPiece) => void
  onClose: () => void
}
