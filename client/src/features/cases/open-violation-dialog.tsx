import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { askCasesAgain } from '#features/cases/ask-cases-again.ts'
import { useClauseWords } from '#features/cases/use-clause-words.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { useSubmitKey } from '#ui/submit-key.ts'

/** An operator alleges a violation: by which clause, by whom, about which order, and what was seen. */
export function OpenViolationDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('case')
  const navigate = useNavigate()
  const key = useSubmitKey()
  const words = useClauseWords()
  const [code, setCode] = useState('')
  const [missing, setMissing] = useState(false)
  const clauses = useQuery(api.rules.clauses.queryOptions())
  const fitting =
    clauses.data?.filter(({ kind, standing }) => kind === 'violation' && standing === 'in_force') ?? []
  const clause = fitting.find(each => each.code === code) ?? fitting[0]
  const side = clause?.side === 'streamer' ? 'streamer' : 'supplier'
  const parties = useQuery(api.parties.list.queryOptions({ kind: side, limit: 100 }))
  const open = useMutation(
    api.caseDesk.open.mutationOptions({
      onSuccess: async ({ caseId }) => {
        key.renew()
        await askCasesAgain()
        await navigate({ to: '/operator/cases/$caseId', params: { caseId } })
      },
    }),
  )
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const [respondentId = '', orderNo = '', statement = ''] = ['respondent', 'orderNo', 'statement'].map(
      name => String(form.get(name) ?? '').trim(),
    )
    setMissing(!respondentId || !statement)
    if (!clause || !respondentId || !statement) return
    open.mutate({
      clauseCode: clause.code,
      respondentId,
      ...(orderNo && { orderNo }),
      statement,
      idempotencyKey: key.current,
    })
  }
  return (
    <Dialog title={t('violation.title')} onClose={onClose}>
      <form className="stack" onSubmit={submit} noValidate>
        <label className="stack-tight">
          <span>{t('dispute.clause')}</span>
          <select
            className="field"
            value={clause?.code ?? ''}
            onChange={event => setCode(event.target.value)}
          >
            {fitting.map(each => (
              <option key={each.code} value={each.code}>
                {words(each).title}
              </option>
            ))}
          </select>
          {clause ? <span className="small secondary">{words(clause).body}</span> : null}
        </label>
        <label className="stack-tight">
          <span>{t('violation.respondent')}</span>
          <select className="field" name="respondent">
            {parties.data?.rows.map(party => (
              <option key={party.id} value={party.id}>
                {party.name}
              </option>
            ))}
          </select>
        </label>
        <label className="stack-tight">
          <span>{t('violation.orderNo')}</span>
          <input className="field mono" name="orderNo" autoComplete="off" maxLength={40} />
        </label>
        <label className="stack-tight">
          <span>{t('violation.statement')}</span>
          <textarea className="field" name="statement" rows={5} maxLength={4_000} />
        </label>
        {missing ? <p className="field-error">{t('violation.missing')}</p> : null}
        <MutationError error={open.error} />
        <div className="dialog-foot">
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button kind="primary" type="submit" busy={open.isPending}>
            {t('violation.send')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
