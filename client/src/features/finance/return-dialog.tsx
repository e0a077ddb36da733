import { useMutation } from '@tanstack/react-query'
import { Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import type { Payout } from '#features/finance/payouts-page.tsx'
import { reloadPayouts } from '#features/finance/reload-payouts.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Fact } from '#ui/fact.tsx'
import { Money } from '#ui/money.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { showToast } from '#ui/toast.ts'

/** A line of the bank's statement shows that a payout came back: it is named, and the money is available again. */
export function ReturnDialog({ payout, onClose }: { payout: Payout; onClose: () => void }) {
  const { t } = useTranslation('finance')
  const mark = useMutation(
    api.payouts.markReturned.mutationOptions({
      onSuccess: async ({ isWaiting }) => {
        showToast(t(isWaiting ? 'payouts.returnWaits' : 'payouts.returned'))
        onClose()
        await reloadPayouts()
      },
    }),
  )
  return (
    <Dialog title={t('payouts.returnTitle')} onClose={onClose}>
      <dl className="facts">
        <Fact label={t('payouts.party')}>{payout.partyName}</Fact>
        <Fact label={t('payouts.net')}>
          <Money fen={payout.netFen} />
        </Fact>
      </dl>
      <p className="secondary">{t('payouts.returnNote')}</p>
      <Form
        layout="vertical"
        onFinish={({ reference }: { reference: string }) =>
          mark.mutate({ payoutId: payout.payoutId, reference: reference.trim() })
        }
      >
        <Form.Item
          name="reference"
          label={t('payouts.reference')}
          rules={[
            { required: true, pattern: /^\s*[0-9A-Za-z-]{4,64}\s*$/, message: t('payouts.referenceNeeded') },
          ]}
        >
          <Input autoComplete="off" className="mono" />
        </Form.Item>
        <MutationError error={mark.error} />
        <div className="dialog-foot">
          <Button onClick={onClose}>{t('payouts.cancel')}</Button>
          <Button type="submit" kind="primary" busy={mark.isPending}>
            {t('payouts.markReturned')}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
