import { formatYuan } from '@haowu/shared/money.ts'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import type { Decision } from '#features/finance/payouts-page.tsx'
import { reloadPayouts } from '#features/finance/reload-payouts.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Fact } from '#ui/fact.tsx'
import { Money } from '#ui/money.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { showToast } from '#ui/toast.ts'

/** Shows once more exactly what is decided; the server refuses when any of it has changed since. */
export function DecideDialog({ payout, decision, onClose }: Decision & { onClose: () => void }) {
  const { t } = useTranslation(['finance', 'common'])
  const approving = decision === 'approve'
  const options = {
    onSuccess: async () => {
      showToast(t(approving ? 'payouts.approved' : 'payouts.rejected'))
      onClose()
      await reloadPayouts()
    },
  }
  const approve = useMutation(api.payouts.approve.mutationOptions(options))
  const reject = useMutation(api.payouts.reject.mutationOptions(options))
  const decide = approving ? approve : reject
  const amount = `¥${formatYuan(BigInt(payout.amountFen))}`
  return (
    <Dialog title={t(approving ? 'payouts.approveTitle' : 'payouts.rejectTitle')} onClose={onClose}>
      <dl className="facts">
        <Fact label={t('payouts.party')}>{payout.partyName}</Fact>
        <Fact label={t('payouts.amount')}>
          <span className="strong">
            <Money fen={payout.amountFen} />
          </span>
        </Fact>
        {payout.taxFen === '0' ? null : (
          <Fact label={t('payouts.taxAndNet')}>
            <Money fen={payout.taxFen} /> · <Money fen={payout.netFen} />
          </Fact>
        )}
        {payout.invoiceNo ? (
          <Fact label={t('payouts.invoice')}>
            <span className="mono">{payout.invoiceNo}</span>
          </Fact>
        ) : null}
        <Fact label={t('payouts.account')}>
          {payout.holderName} · {payout.bankName}{' '}
          {t('common:accountEnding', { last4: payout.accountNoLast4 })}
        </Fact>
        <Fact label={t('payouts.maker')}>{payout.makerName ?? '–'}</Fact>
      </dl>
      <p className="secondary">{t(approving ? 'payouts.approveNote' : 'payouts.rejectNote')}</p>
      <MutationError error={decide.error} />
      <div className="dialog-foot">
        <Button onClick={onClose}>{t('payouts.cancel')}</Button>
        <Button
          kind={approving ? 'primary' : 'danger'}
          busy={decide.isPending}
          onClick={() => decide.mutate({ payoutId: payout.payoutId, version: payout.version })}
        >
          {t(approving ? 'payouts.approveAmount' : 'payouts.rejectAmount', { amount })}
        </Button>
      </div>
    </Dialog>
  )
}
