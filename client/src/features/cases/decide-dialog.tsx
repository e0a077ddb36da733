import type { FenText } from '@haowu/shared/money.ts'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, server } from '#api/api.ts'
import { askCasesAgain } from '#features/cases/ask-cases-again.ts'
import type { DeskCase } from '#features/cases/case-kinds.ts'
import { isAppealed } from '#features/cases/is-appealed.ts'
import { DecisionPreview } from '#features/cases/decision-preview.tsx'
import { Button } from '#ui/button.tsx'
import { Choice } from '#ui/choice.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { parseYuan } from '#ui/parse-yuan.ts'
import { showToast } from '#ui/toast.ts'

/** First round or appeal: the outcome, what it would mean to the fen, and the reason that both sides will read. */
export function DecideDialog({ found, onClose }: { found: DeskCase; onClose: () => void }) {
  const { t } = useTranslation('case')
  const isAppeal = isAppealed(found)
  const first =
    found.decisions.findLast(({ state }) => state === 'in_force')?.outcome === 'found' ? 'found' : 'dismissed'
  const [outcome, setOutcome] = useState<'found' | 'dismissed'>(isAppeal ? first : 'found')
  const [refundOrder, setRefundOrder] = useState(false)
  const [typed, setTyped] = useState('')
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const isSet = found.clause.schedule.some(({ amount }) => amount.kind === 'set')
  const amountFen = isSet ? parseYuan(typed) : undefined
  const chosen = { outcome, refundOrder: outcome === 'found' && refundOrder, ...(amountFen && { amountFen }) }
  const stands = isAppeal && outcome === first
  const preview = useQuery({
    ...api.caseDesk.preview.queryOptions({ caseId: found.caseId, ...chosen }),
    enabled: !stands && (outcome === 'dismissed' || !isSet || amountFen !== undefined),
    retry: false,
  })
  const decide = useDecide(found, onClose)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setMissing(reason.trim() === '')
    if (reason.trim() !== '') decide.mutate({ ...chosen, stands, reason: reason.trim() })
  }
  return (
    <Dialog title={t(isAppeal ? 'desk.hear' : 'desk.decide')} onClose={onClose} wide>
      <form className="stack" onSubmit={submit} noValidate>
        <Choice
          label={t('decision.outcome')}
          value={outcome}
          options={(['found', 'dismissed'] as const).map(value => ({
            value,
            label: isAppeal
              ? t(`appealOutcome.${value === first ? 'upheld' : 'overturned'}`)
              : t(`outcome.${value}`),
          }))}
          onChange={setOutcome}
        />
        {outcome === 'found' && !stands && isSet ? (
          <label className="stack-tight">
            <span>{t('decision.setAmount')}</span>
            <input
              className="field"
              inputMode="decimal"
              value={typed}
              onChange={event => setTyped(event.target.value)}
            />
          </label>
        ) : null}
        {outcome === 'found' && !stands && found.clause.mayRefund && found.orderNo ? (
          <label className="row">
            <input
              type="checkbox"
              checked={refundOrder}
              onChange={event => setRefundOrder(event.target.checked)}
            />
            <span>{t('decision.refundToo')}</span>
          </label>
        ) : null}
        {stands ? <p>{t('desk.stands')}</p> : <DecisionPreview query={preview} />}
        <label className="stack-tight">
          <span>{t('decision.reason')}</span>
          <textarea
            className="field"
            rows={4}
            maxLength={4_000}
            value={reason}
            aria-invalid={missing || undefined}
            onChange={event => setReason(event.target.value)}
          />
          {missing ? <span className="field-error">{t('decision.reasonMissing')}</span> : null}
        </label>
        <MutationError error={decide.error} />
        <div className="dialog-foot">
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button kind="primary" type="submit" busy={decide.isPending}>
            {t(preview.data?.needsSecond && !stands ? 'desk.propose' : 'desk.decideNow')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

interface Chosen {
  outcome: 'found' | 'dismissed'
  refundOrder: boolean
  amountFen?: FenText
  /** Of an appeal: what was decided first is kept. */
  stands: boolean
  reason: string
}

function useDecide(found: DeskCase, onClose: () => void) {
  const { t } = useTranslation('case')
  const { caseId } = found
  return useMutation({
    mutationFn: ({ stands, outcome, ...rest }: Chosen) =>
      isAppealed(found)
        ? server.caseDesk.decideAppeal.mutate({ caseId, outcome: stands ? 'upheld' : 'overturned', ...rest })
        : server.caseDesk.decide.mutate({ caseId, outcome, ...rest }),
    onSuccess: async ({ isProposal }) => {
      showToast(t(isProposal ? 'desk.proposed' : 'desk.decided'))
      onClose()
      await askCasesAgain()
    },
  })
}
