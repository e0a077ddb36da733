import { useMutation } from '@tanstack/react-query'
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

/** Who wants the piece, for what and how long, and what agreeing does. */
export function ApproveDialog({ loan, onClose }: { loan: LoanRow; onClose: () => void }) {
  const { t } = useTranslation('loan')
  const approve = useMutation(
    api.loans.approve.mutationOptions({
      onSuccess: () => {
        showToast(t('done.approve'))
        onClose()
      },
      onSettled: askLoansAgain,
    }),
  )
  return (
    <Dialog title={t('approveTitle')} onClose={onClose}>
      <p className="strong">{loan.itemTitle}</p>
      <dl className="facts loan-terms">
        <Fact label={t('streamer')}>
          {loan.streamerName} · {t('tier', { tier: loan.streamerTier })}
        </Fact>
        <Fact label={t('days')}>{t('dayCount', { count: loan.days })}</Fact>
        <Fact label={t('price')}>
          <Money fen={loan.priceFen} />
        </Fact>
      </dl>
      <blockquote className="loan-reason">{loan.reason}</blockquote>
      <p className="secondary">{t('approveBody')}</p>
      <MutationError error={approve.error} />
      <div className="dialog-foot">
        <Button onClick={onClose}>{t('notYet')}</Button>
        <Button kind="primary" busy={approve.isPending} onClick={() => approve.mutate({ loanId: loan.id })}>
          {t('act.approve')}
        </Button>
      </div>
    </Dialog>
  )
}
