import { useMutation } from '@tanstack/react-query'
import { useRouteContext } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { AdjustmentDialog } from '#features/adjustments/adjustment-dialog.tsx'
import type { Adjustment } from '#features/adjustments/adjustment-page.tsx'
import { askAdjustmentsAgain } from '#features/adjustments/ask-adjustments-again.ts'
import { WhyDialog } from '#features/adjustments/why-dialog.tsx'
import { Button } from '#ui/button.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { showToast } from '#ui/toast.ts'

/** What whoever looks at it may do now; who may not is told why. */
export function AdjustmentActs({ adjustment }: { adjustment: Adjustment }) {
  const userId = useRouteContext({ from: '/workspace', select: ({ me }) => me.user.userId })
  switch (adjustment.state) {
    case 'draft':
      return <DraftActs adjustment={adjustment} />
    case 'waiting':
      return <CheckerActs adjustment={adjustment} userId={userId} />
    case 'posted':
      return adjustment.reversesId === null ? <ReverseAct adjustment={adjustment} /> : null
    case 'refused':
    case 'reversed':
    case 'discarded':
      return null
  }
}

function DraftActs({ adjustment }: { adjustment: Adjustment }) {
  const { t } = useTranslation('adjustment')
  const { id: adjustmentId } = adjustment
  const [isEditing, setEditing] = useState(false)
  const submit = useMutation(
    api.adjustments.submit.mutationOptions({ onSuccess: () => done(t('submitted')) }),
  )
  const discard = useMutation(
    api.adjustments.discard.mutationOptions({ onSuccess: () => done(t('discarded')) }),
  )
  return (
    <>
      <MutationError error={submit.error ?? discard.error} />
      <div className="row">
        <Button kind="primary" busy={submit.isPending} onClick={() => submit.mutate({ adjustmentId })}>
          {t('act.submit')}
        </Button>
        <Button onClick={() => setEditing(true)}>{t('act.edit')}</Button>
        <Button kind="danger" busy={discard.isPending} onClick={() => discard.mutate({ adjustmentId })}>
          {t('act.discard')}
        </Button>
      </div>
      {isEditing ? <AdjustmentDialog draft={adjustment} onClose={() => setEditing(false)} /> : null}
    </>
  )
}

function CheckerActs({ adjustment, userId }: { adjustment: Adjustment; userId: string }) {
  const { t } = useTranslation('adjustment')
  const { id: adjustmentId, version, approvals, approvalsNeeded } = adjustment
  const [isRefusing, setRefusing] = useState(false)
  const approve = useMutation(
    api.adjustments.approve.mutationOptions({
      onSuccess: ({ state }) => done(t(state === 'posted' ? 'approved.posted' : 'approved.waiting')),
    }),
  )
  const refuse = useMutation(
    api.adjustments.refuse.mutationOptions({
      onSuccess: () => {
        setRefusing(false)
        return done(t('refuse.done'))
      },
    }),
  )
  if (adjustment.makerId === userId) return <p className="secondary">{t('yours')}</p>
  if (adjustment.decisions.some(({ checkerId }) => checkerId === userId))
    return <p className="secondary">{t('agreedAlready')}</p>
  const isLast = approvals + 1 >= (approvalsNeeded ?? 0)
  return (
    <>
      <MutationError error={approve.error} />
      <div className="row">
        <Button
          kind="primary"
          busy={approve.isPending}
          onClick={() => approve.mutate({ adjustmentId, version })}
        >
          {t(isLast ? 'act.approveLast' : 'act.approve')}
        </Button>
        <Button kind="danger" onClick={() => setRefusing(true)}>
          {t('act.refuse')}
        </Button>
      </div>
      {isRefusing ? (
        <WhyDialog
          of="refuse"
          busy={refuse.isPending}
          error={refuse.error}
          onClose={() => setRefusing(false)}
          onSubmit={note => refuse.mutate({ adjustmentId, version, note })}
        />
      ) : null}
    </>
  )
}

function ReverseAct({ adjustment: { id: adjustmentId } }: { adjustment: Adjustment }) {
  const { t } = useTranslation('adjustment')
  const [isOpen, setOpen] = useState(false)
  const reverse = useMutation(
    api.adjustments.reverse.mutationOptions({
      onSuccess: () => {
        setOpen(false)
        return done(t('reverse.done'))
      },
    }),
  )
  return (
    <>
      <div className="row">
        <Button onClick={() => setOpen(true)}>{t('act.reverse')}</Button>
      </div>
      {isOpen ? (
        <WhyDialog
          of="reverse"
          busy={reverse.isPending}
          error={reverse.error}
          onClose={() => setOpen(false)}
          onSubmit={note => reverse.mutate({ adjustmentId, note })}
        />
      ) : null}
    </>
  )
}

async function done(words: string): Promise<void> {
  showToast(words)
  await askAdjustmentsAgain()
}
