import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { askCasesAgain } from '#features/cases/ask-cases-again.ts'
import type { DeskCase } from '#features/cases/case-kinds.ts'
import { useLetters } from '#features/cases/use-letters.ts'
import { isAppealed } from '#features/cases/is-appealed.ts'
import { DecideDialog } from '#features/cases/decide-dialog.tsx'
import { Button } from '#ui/button.tsx'
import { DateText } from '#ui/date-text.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { Notice } from '#ui/notice.tsx'
import { showToast } from '#ui/toast.ts'

/** The one next step of a case for an operator. E asks for evidence, D decides, Y and S answer a proposal. */
export function DeskActions({ found }: { found: DeskCase }) {
  const { t } = useTranslation('case')
  const [deciding, setDeciding] = useState(false)
  const { caseId, state } = found
  const done = (text: string) => ({
    onSuccess: async () => {
      showToast(text)
      await askCasesAgain()
    },
  })
  const ask = useMutation(api.caseDesk.requestEvidence.mutationOptions(done(t('desk.asked'))))
  const withdraw = useMutation(api.caseDesk.withdraw.mutationOptions(done(t('withdrawn'))))
  const check = useMutation(api.caseDesk.check.mutationOptions(done(t('desk.checked'))))
  const proposal = found.decisions.find(decision => decision.state === 'proposed')
  const mayDecide =
    (state === 'evidence_requested' || (isAppealed(found) && !found.tookPartInFirstRound)) && !proposal
  const answer = (verdict: 'confirm' | 'send_back') => check.mutate({ caseId, verdict })
  const mayCheck = proposal !== undefined && !proposal.isMine && !check.isPending
  useLetters({
    y: () => mayCheck && answer('confirm'),
    s: () => mayCheck && answer('send_back'),
    d: () => mayDecide && setDeciding(true),
    e: () => state === 'open' && ask.mutate({ caseId }),
  })
  return (
    <>
      <Notice
        tone={proposal || mayDecide || state === 'open' ? 'warning' : 'info'}
        title={t(`deskNext.${proposal ? (proposal.isMine ? 'proposedByMe' : 'proposed') : nextOf(found)}`)}
        action={
          <div className="row">
            {proposal && !proposal.isMine ? (
              <>
                <Button busy={check.isPending} onClick={() => answer('send_back')}>
                  {t('desk.sendBack')} <kbd>S</kbd>
                </Button>
                <Button kind="primary" busy={check.isPending} onClick={() => answer('confirm')}>
                  {t('desk.confirm')} <kbd>Y</kbd>
                </Button>
              </>
            ) : null}
            {state === 'open' && found.kind === 'violation' ? (
              <Button busy={withdraw.isPending} onClick={() => withdraw.mutate({ caseId })}>
                {t('withdraw')}
              </Button>
            ) : null}
            {state === 'open' ? (
              <Button kind="primary" busy={ask.isPending} onClick={() => ask.mutate({ caseId })}>
                {t('desk.ask')} <kbd>E</kbd>
              </Button>
            ) : null}
            {mayDecide ? (
              <Button kind="primary" onClick={() => setDeciding(true)}>
                {t(isAppealed(found) ? 'desk.hear' : 'desk.decide')} <kbd>D</kbd>
              </Button>
            ) : null}
          </div>
        }
      >
        {state === 'evidence_requested' && found.answerUntil ? (
          <>
            {t(found.answeredAt ? 'desk.answered' : 'desk.waitsUntil')}{' '}
            <DateText at={found.answeredAt ?? found.answerUntil} />
          </>
        ) : state === 'decided' && found.appealUntil ? (
          <>
            {t('desk.appealUntil')} <DateText at={found.appealUntil} />
          </>
        ) : null}
      </Notice>
      <MutationError error={ask.error ?? withdraw.error ?? check.error} />
      {deciding ? <DecideDialog found={found} onClose={() => setDeciding(false)} /> : null}
    </>
  )
}

function nextOf({ state, review, tookPartInFirstRound }: DeskCase) {
  if (review?.state === 'asked') return tookPartInFirstRound ? 'reviewMine' : 'review'
  return state === 'appealed' && tookPartInFirstRound ? 'appealedMine' : state
}
