import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { askLoansAgain } from '#features/custody/ask-loans-again.ts'
import type { LoanRow } from '#features/custody/loan-kinds.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { showToast } from '#ui/toast.ts'

/** A no with its reason: the streamer reads it word for word. */
export function RefuseDialog({ loan, onClose }: { loan: LoanRow; onClose: () => void }) {
  const { t } = useTranslation('loan')
  const [missing, setMissing] = useState(false)
  const refuse = useMutation(
    api.loans.refuse.mutationOptions({
      onSuccess: () => {
        showToast(t('done.refuse'))
        onClose()
      },
      onSettled: askLoansAgain,
    }),
  )
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const reason = String(new FormData(event.currentTarget).get('reason')).trim()
    setMissing(reason === '')
    if (reason !== '') refuse.mutate({ loanId: loan.id, reason })
  }
  return (
    <Dialog title={t('refuseTitle')} onClose={onClose}>
      <p className="strong">{loan.itemTitle}</p>
      <form className="stack" onSubmit={submit} noValidate>
        <label className="stack-tight">
          <span>{t('refuseReason')}</span>
          <textarea className="field" name="reason" rows={3} maxLength={500} required />
        </label>
        {missing ? (
          <p className="field-error" role="alert">
            {t('reasonMissing')}
          </p>
        ) : null}
        <MutationError error={refuse.error} />
        <div className="dialog-foot">
          <Button onClick={onClose}>{t('notYet')}</Button>
          <Button type="submit" kind="danger" busy={refuse.isPending}>
            {t('act.refuse')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
