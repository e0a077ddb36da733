import { formatYuan } from '@haowu/shared/money.ts'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { askLoansAgain } from '#features/custody/ask-loans-again.ts'
import type { LoanRow } from '#features/custody/loan-kinds.ts'
import { PhotoField } from '#features/custody/photo-field.tsx'
import { Button } from '#ui/button.tsx'
import { Choice } from '#ui/choice.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { parseYuan } from '#ui/parse-yuan.ts'
import { showToast } from '#ui/toast.ts'

type Outcome = 'matched' | 'differs'
type Problem = 'statement' | 'claim'

/** The piece is home: as its report says, or otherwise; then in words, with photos, and with what is asked for. */
export function CheckInDialog({
  loan,
  onClose,
}: {
  loan: LoanRow & { reportCode?: string | null }
  onClose: () => void
}) {
  const { t } = useTranslation('loan')
  const [outcome, setOutcome] = useState<Outcome>('matched')
  const [photos, setPhotos] = useState<string[]>([])
  const [problem, setProblem] = useState<Problem | null>(null)
  const checkIn = useMutation(
    api.loans.checkIn.mutationOptions({
      onSuccess: (_, { outcome: told }) => {
        showToast(t(told === 'matched' ? 'done.checkIn' : 'done.differs'))
        onClose()
      },
      onSettled: askLoansAgain,
    }),
  )
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (outcome === 'matched') {
      checkIn.mutate({ loanId: loan.id, outcome, photos })
      return
    }
    const difference = readDifference(new FormData(event.currentTarget), loan.priceFen)
    setProblem('problem' in difference ? difference.problem : null)
    if (!('problem' in difference)) checkIn.mutate({ loanId: loan.id, outcome, photos, ...difference })
  }
  return (
    <Dialog title={t('checkInTitle')} onClose={onClose}>
      <p className="strong">{loan.itemTitle}</p>
      <p className="secondary">
        {t('checkInBody')}{' '}
        {loan.reportCode ? (
          <a href={`/r/${loan.reportCode}`} target="_blank" rel="noreferrer">
            {t('openReport')}
          </a>
        ) : null}
      </p>
      <form className="stack" onSubmit={submit} noValidate>
        <Choice
          label={t('compared')}
          value={outcome}
          options={[
            { value: 'matched', label: t('outcome.matched') },
            { value: 'differs', label: t('outcome.differs') },
          ]}
          onChange={setOutcome}
        />
        <PhotoField photos={photos} onChange={setPhotos} />
        {outcome === 'differs' ? <DifferenceFields /> : <p className="small secondary">{t('matchedNote')}</p>}
        {problem ? (
          <p className="field-error" role="alert">
            {problem === 'statement'
              ? t('statementMissing')
              : t('claimWrong', { most: `¥${formatYuan(BigInt(loan.priceFen))}` })}
          </p>
        ) : null}
        <MutationError error={checkIn.error} />
        <div className="dialog-foot">
          <Button onClick={onClose}>{t('notYet')}</Button>
          <Button type="submit" kind={outcome === 'matched' ? 'primary' : 'danger'} busy={checkIn.isPending}>
            {t(outcome === 'matched' ? 'checkInNow' : 'openCase')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

/** What differs, in words and as a sum; or which of the two is not there yet. */
function readDifference(form: FormData, priceFen: string) {
  const statement = String(form.get('statement')).trim()
  const claimedFen = parseYuan(String(form.get('claim')))
  if (statement === '') return { problem: 'statement' as const }
  if (claimedFen === undefined || BigInt(claimedFen) > BigInt(priceFen)) return { problem: 'claim' as const }
  return { statement, claimedFen }
}

function DifferenceFields() {
  const { t } = useTranslation('loan')
  return (
    <>
      <label className="stack-tight">
        <span>{t('whatDiffers')}</span>
        <textarea className="field" name="statement" rows={4} maxLength={2_000} required />
      </label>
      <label className="stack-tight">
        <span>{t('claim')}</span>
        <input className="field" name="claim" inputMode="decimal" autoComplete="off" required />
      </label>
      <p className="small secondary">{t('differsNote')}</p>
    </>
  )
}
