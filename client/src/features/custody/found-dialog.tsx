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

/** A piece that was given up for lost is back: what follows for the piece and for the money, before it is said. */
export function FoundDialog({ loan, onClose }: { loan: LoanRow; onClose: () => void }) {
  const { t } = useTranslation('loan')
  const [photos, setPhotos] = useState<string[]>([])
  const [missing, setMissing] = useState(false)
  const found = useMutation(
    api.loans.foundAgain.mutationOptions({
      onSuccess: () => {
        showToast(t('done.found'))
        onClose()
      },
      onSettled: askLoansAgain,
    }),
  )
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const note = String(new FormData(event.currentTarget).get('note')).trim()
    setMissing(note === '')
    if (note !== '') found.mutate({ loanId: loan.id, note, photos })
  }
  return (
    <Dialog title={t('foundTitle')} onClose={onClose}>
      <p className="strong">{loan.itemTitle}</p>
      <p className="secondary">{t('foundBody')}</p>
      <form className="stack" onSubmit={submit} noValidate>
        <PhotoField photos={photos} onChange={setPhotos} />
        <label className="stack-tight">
          <span>{t('foundNote')}</span>
          <input className="field" name="note" maxLength={200} required />
        </label>
        {missing ? (
          <p className="field-error" role="alert">
            {t('noteMissing')}
          </p>
        ) : null}
        <MutationError error={found.error} />
        <div className="dialog-foot">
          <Button onClick={onClose}>{t('notYet')}</Button>
          <Button type="submit" kind="primary" busy={found.isPending}>
            {t('act.found')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
