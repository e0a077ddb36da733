import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate, useRouteContext } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { askCasesAgain } from '#features/cases/ask-cases-again.ts'
import { useClauseWords } from '#features/cases/use-clause-words.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { useSubmitKey } from '#ui/submit-key.ts'
import { showToast } from '#ui/toast.ts'

/** A supplier brings a dispute against a streamer, or the other way round, about an order they share. */
export function OpenDisputeDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('case')
  const navigate = useNavigate()
  const key = useSubmitKey()
  const words = useClauseWords()
  const [missing, setMissing] = useState(false)
  const role = useRouteContext({ from: '/workspace', select: ({ active }) => active?.role })
  const other = role === 'supplier' ? 'streamer' : 'supplier'
  const clauses = useQuery(api.rules.clauses.queryOptions())
  const open = useMutation(
    api.cases.openDispute.mutationOptions({
      onSuccess: async ({ caseId }) => {
        key.renew()
        showToast(t('dispute.done'))
        await askCasesAgain()
        await navigate({ to: '/cases/$caseId', params: { caseId } })
      },
    }),
  )
  const fitting = clauses.data?.filter(
    ({ kind, side, standing }) =>
      kind === 'dispute' && standing === 'in_force' && (side === other || side === 'any'),
  )
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const [orderNo, statement] = [form.get('orderNo'), form.get('statement')].map(value =>
      String(value).trim(),
    )
    setMissing(!orderNo || !statement)
    if (!orderNo || !statement) return
    open.mutate({ clauseCode: String(form.get('clause')), orderNo, statement, idempotencyKey: key.current })
  }
  return (
    <Dialog title={t('dispute.title')} onClose={onClose}>
      <p className="secondary">{t(`dispute.lead.${other}`)}</p>
      <form className="stack" onSubmit={submit} noValidate>
        <label className="stack-tight">
          <span>{t('dispute.orderNo')}</span>
          <input className="field mono" name="orderNo" autoComplete="off" maxLength={40} />
        </label>
        <label className="stack-tight">
          <span>{t('dispute.clause')}</span>
          <select className="field" name="clause">
            {fitting?.map(clause => (
              <option key={clause.code} value={clause.code}>
                {words(clause).title}
              </option>
            ))}
          </select>
        </label>
        <label className="stack-tight">
          <span>{t('statement')}</span>
          <textarea className="field" name="statement" rows={5} maxLength={4_000} />
        </label>
        {missing ? <p className="field-error">{t('dispute.missing')}</p> : null}
        <MutationError error={open.error} />
        <div className="dialog-foot">
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button kind="primary" type="submit" busy={open.isPending}>
            {t('dispute.send')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
