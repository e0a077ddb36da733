import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { askLoansAgain } from '#features/custody/ask-loans-again.ts'
import type { LoanRow } from '#features/custody/loan-kinds.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Fact } from '#ui/fact.tsx'
import { Money } from '#ui/money.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { showToast } from '#ui/toast.ts'

/** The last step: what the deposit keeps for the piece until the operators have decided whose loss it is. */
export function LostDialog({ loan, onClose }: { loan: LoanRow; onClose: () => void }) {
  const { t } = useTranslation('loan')
  const [missing, setMissing] = useState(false)
  const claim = useMutation(
    api.loans.claimLost.mutationOptions({
      onSuccess: () => {
        showToast(t('done.lost'))
        onClose()
      },
      onSettled: askLoansAgain,
    }),
  )
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const statement = String(new FormData(event.currentTarget).get('statement')).trim()
    setMissing(statement === '')
    if (statement !== '') claim.mutate({ loanId: loan.id, statement })
  }
  return (
    <Dialog title={t('lostTitle')} onClose={onClose}>
      <p className="strong">{loan.itemTitle}</p>
      <dl className="facts loan-terms">
        <Fact label={t('price')}>
          <Money fen={loan.priceFen} />
        </Fact>
        <Fact label={t('heldUntilDecided')}>
          <Money fen={loan.exposureFen ?? '0'} />
        </Fact>
      </dl>
      <p className="secondary">{t('lostBody')}</p>
      <form className="stack" onSubmit={submit} noValidate>
        <label className="stack-tight">
          <span>{t('lostStatement')}</span>
          <textarea className="field" name="statement" rows={3} maxLength={2_000} required />
        </label>
        {missing ? (
          <p className="field-error" role="alert">
            {t('statementMissing')}
          </p>
        ) : null}
        <MutationError error={claim.error} />
        <div className="dialog-foot">
          <Button onClick={onClose}>{t('notYet')}</Button>
          <Button type="submit" kind="danger" busy={claim.isPending}>
            {t('act.lost')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
