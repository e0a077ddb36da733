import { shipLoanInput } from '@haowu/shared/custody.ts'
import { CARRIERS } from '@haowu/shared/orders.ts'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { askLoansAgain } from '#features/custody/ask-loans-again.ts'
import type { LoanRow } from '#features/custody/loan-kinds.ts'
import { PhotoField } from '#features/custody/photo-field.tsx'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { showToast } from '#ui/toast.ts'

type Props = { loan: LoanRow; act: 'ship' | 'sendBack'; onClose: () => void }

/** Carrier and number of the parcel, out or home; on the way home with photos of how the piece left. */
export function ParcelDialog({ loan, act, onClose }: Props) {
  const { t } = useTranslation(['loan', 'shipping'])
  const [wrong, setWrong] = useState(false)
  const [photos, setPhotos] = useState<string[]>([])
  const whenDone = {
    onSuccess: () => {
      showToast(t(`loan:done.${act}`))
      onClose()
    },
    onSettled: askLoansAgain,
  }
  const ship = useMutation(api.loans.ship.mutationOptions(whenDone))
  const sendBack = useMutation(api.loans.sendBack.mutationOptions(whenDone))
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const parcel = shipLoanInput.safeParse({
      loanId: loan.id,
      carrier: form.get('carrier'),
      trackingNo: form.get('trackingNo'),
    })
    setWrong(!parcel.success)
    if (!parcel.success) return
    if (act === 'ship') ship.mutate(parcel.data)
    else sendBack.mutate({ ...parcel.data, photos })
  }
  return (
    <Dialog title={t(`loan:parcelTitle.${act}`)} onClose={onClose}>
      <p className="strong">{loan.itemTitle}</p>
      <p className="secondary">{t(`loan:parcelBody.${act}`)}</p>
      <form className="stack" onSubmit={submit} noValidate>
        <label className="stack-tight">
          <span>{t('shipping:carrierLabel')}</span>
          <select className="field" name="carrier" defaultValue="sf">
            {CARRIERS.map(carrier => (
              <option key={carrier} value={carrier}>
                {t(`shipping:carrier.${carrier}`)}
              </option>
            ))}
          </select>
        </label>
        <label className="stack-tight">
          <span>{t('shipping:trackingNo')}</span>
          <input className="field mono" name="trackingNo" autoComplete="off" maxLength={40} required />
        </label>
        {wrong ? (
          <p className="field-error" role="alert">
            {t('shipping:trackingNoWrong')}
          </p>
        ) : null}
        {act === 'sendBack' ? <PhotoField photos={photos} onChange={setPhotos} /> : null}
        <MutationError error={ship.error ?? sendBack.error} />
        <div className="dialog-foot">
          <Button onClick={onClose}>{t('loan:notYet')}</Button>
          <Button type="submit" kind="primary" busy={ship.isPending || sendBack.isPending}>
            {t(`loan:act.${act}`)}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
