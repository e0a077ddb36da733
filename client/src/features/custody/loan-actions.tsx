import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { ApproveDialog } from '#features/custody/approve-dialog.tsx'
import { askLoansAgain } from '#features/custody/ask-loans-again.ts'
import { CheckInDialog } from '#features/custody/check-in-dialog.tsx'
import { isTurnOf, type LoanRow, type Side } from '#features/custody/loan-kinds.ts'
import { FoundDialog } from '#features/custody/found-dialog.tsx'
import { LostDialog } from '#features/custody/lost-dialog.tsx'
import { ParcelDialog } from '#features/custody/parcel-dialog.tsx'
import { ReceiveDialog } from '#features/custody/receive-dialog.tsx'
import { RefuseDialog } from '#features/custody/refuse-dialog.tsx'
import { Button } from '#ui/button.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { showToast } from '#ui/toast.ts'

type Act = 'approve' | 'refuse' | 'ship' | 'receive' | 'sendBack' | 'checkIn' | 'lost' | 'found'

/** What each side may do from where the loan stands; the first is what it waits for. */
const ACTS: Record<Side, Partial<Record<LoanRow['state'], Act[]>>> = {
  supplier: {
    requested: ['approve', 'refuse'],
    approved: ['ship'],
    shipped: ['checkIn'],
    received: ['checkIn'],
    sent_back: ['checkIn'],
  },
  streamer: { shipped: ['receive'], received: ['sendBack'] },
}

const MAY_CANCEL: Record<Side, LoanRow['state'][]> = {
  supplier: ['approved'],
  streamer: ['requested', 'approved'],
}

type Props = {
  loan: LoanRow
  side: Side
  /** Small, and only what the loan waits for. */
  inRow?: boolean
  /** The supplier may declare the piece lost now. */
  mayClaim?: boolean
  /** A piece that was declared lost and has not come to light yet. */
  isMissing?: boolean
}

export function LoanActions({ loan, side, inRow = false, mayClaim = false, isMissing = false }: Props) {
  const { t } = useTranslation('loan')
  const [open, setOpen] = useState<Act | null>(null)
  const close = () => setOpen(null)
  const acts = ACTS[side][loan.state] ?? []
  return (
    <>
      {!inRow && MAY_CANCEL[side].includes(loan.state) ? <CancelButton loanId={loan.id} /> : null}
      {!inRow && mayClaim && side === 'supplier' ? (
        <Button kind="danger" onClick={() => setOpen('lost')}>
          {t('act.lost')}
        </Button>
      ) : null}
      {!inRow && isMissing && side === 'supplier' ? (
        <Button onClick={() => setOpen('found')}>{t('act.found')}</Button>
      ) : null}
      {/* On a page the main act stands last, at the edge; in a row it comes first. */}
      {(inRow ? acts : acts.toReversed()).map(act => (
        <Button
          key={act}
          size={inRow ? 'small' : undefined}
          kind={act === acts[0] && !inRow && isTurnOf(side, loan.state) ? 'primary' : undefined}
          onClick={() => setOpen(act)}
        >
          {t(`act.${act}`)}
        </Button>
      ))}
      {open === 'approve' ? <ApproveDialog loan={loan} onClose={close} /> : null}
      {open === 'refuse' ? <RefuseDialog loan={loan} onClose={close} /> : null}
      {open === 'ship' || open === 'sendBack' ? (
        <ParcelDialog loan={loan} act={open} onClose={close} />
      ) : null}
      {open === 'receive' ? <ReceiveDialog onClose={close} /> : null}
      {open === 'checkIn' ? <CheckInDialog loan={loan} onClose={close} /> : null}
      {open === 'found' ? <FoundDialog loan={loan} onClose={close} /> : null}
      {open === 'lost' ? <LostDialog loan={loan} onClose={close} /> : null}
    </>
  )
}

function CancelButton({ loanId }: { loanId: string }) {
  const { t } = useTranslation('loan')
  const cancel = useMutation(
    api.loans.cancel.mutationOptions({
      onSuccess: () => showToast(t('done.cancel')),
      onSettled: askLoansAgain,
    }),
  )
  return (
    <>
      <Button busy={cancel.isPending} onClick={() => cancel.mutate({ loanId })}>
        {t('act.cancel')}
      </Button>
      <MutationError error={cancel.error} />
    </>
  )
}
