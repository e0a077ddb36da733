import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { readFailure } from '#api/failure.ts'
import { askLoansAgain } from '#features/custody/ask-loans-again.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Fact } from '#ui/fact.tsx'
import { Money } from '#ui/money.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { showToast } from '#ui/toast.ts'

type Terms = Outputs['loans']['terms']
type Props = { piece: { itemId: string; title: string }; terms: Terms; onClose: () => void }

/** For how long, for which show and why; and what it means for the deposit before anything is sent. */
export function BorrowDialog({ piece, terms, onClose }: Props) {
  const { t } = useTranslation('loan')
  const navigate = useNavigate()
  const [missing, setMissing] = useState(false)
  const request = useMutation(
    api.loans.request.mutationOptions({
      onSuccess: async ({ loanId }) => {
        showToast(t('done.request'))
        await navigate({ to: '/loans/$loanId', params: { loanId } })
      },
      onSettled: askLoansAgain,
    }),
  )
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const reason = String(form.get('reason')).trim()
    const sessionId = String(form.get('sessionId'))
    setMissing(reason === '')
    if (reason === '') return
    request.mutate({
      itemId: piece.itemId,
      days: Number(form.get('days')),
      reason,
      ...(sessionId && { sessionId }),
    })
  }
  const isShort = BigInt(terms.freeFen) < BigInt(terms.exposureFen)
  return (
    <Dialog title={t('borrowTitle')} onClose={onClose}>
      <p className="strong">{piece.title}</p>
      <dl className="facts">
        <Fact label={t('exposureWillBe')}>
          <Money fen={terms.exposureFen} />
        </Fact>
        <Fact label={t('freeDeposit')}>
          <Money fen={terms.freeFen} />
        </Fact>
        <Fact label={t('lentNow')}>
          {t('lentOf', { lent: terms.lent, most: terms.mostAtOnce, tier: terms.tier })}
        </Fact>
      </dl>
      <form className="stack" onSubmit={submit} noValidate>
        <label className="stack-tight">
          <span>{t('days')}</span>
          <select className="field" name="days" defaultValue={Math.min(3, terms.mostDays)}>
            {Array.from({ length: terms.mostDays }, (_, index) => index + 1).map(days => (
              <option key={days} value={days}>
                {t('dayCount', { count: days })}
              </option>
            ))}
          </select>
        </label>
        <SessionField />
        <label className="stack-tight">
          <span>{t('reason')}</span>
          <textarea
            className="field"
            name="reason"
            rows={3}
            maxLength={500}
            placeholder={t('reasonHint')}
            required
          />
        </label>
        {missing ? (
          <p className="field-error" role="alert">
            {t('reasonMissing')}
          </p>
        ) : null}
        <p className="small secondary">{t('borrowNote', { count: terms.answerDays })}</p>
        <MutationError error={request.error} />
        <div className="dialog-foot">
          {isShort || readFailure(request.error).reason === 'deposit_short' ? (
            <Link to="/deposit" className="button">
              {t('topUp')}
            </Link>
          ) : null}
          <Button type="submit" kind="primary" busy={request.isPending}>
            {t('ask')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function SessionField() {
  const { t } = useTranslation('loan')
  const { data } = useQuery(api.sessions.list.queryOptions({}))
  const open = (data?.rows ?? []).filter(({ state }) => state === 'planned' || state === 'live')
  return (
    <label className="stack-tight">
      <span>{t('session')}</span>
      <select className="field" name="sessionId" defaultValue="">
        <option value="">{t('noSession')}</option>
        {open.map(session => (
          <option key={session.id} value={session.id}>
            {session.title}
          </option>
        ))}
      </select>
    </label>
  )
}
