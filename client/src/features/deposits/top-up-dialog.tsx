import { useMutation } from '@tanstack/react-query'
import { Form } from 'antd'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { MoneyInput } from '#ui/money-input.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { parseYuan, yuanInput } from '#ui/parse-yuan.ts'
import { useSubmitKey } from '#ui/submit-key.ts'

const MOST_FEN = 1_000_000_000n

/** Asks for an amount and leaves for the payment provider's cashier page; it comes back here afterwards. */
export function TopUpDialog({ shortFen, onClose }: { shortFen: string; onClose: () => void }) {
  const { t } = useTranslation('deposits')
  const key = useSubmitKey()
  const payIn = useMutation(
    api.deposits.payIn.mutationOptions({ onSuccess: ({ payUrl }) => location.assign(payUrl) }),
  )
  return (
    <Dialog title={t('topUpTitle')} onClose={onClose}>
      <Form
        layout="vertical"
        requiredMark={false}
        initialValues={{ amount: BigInt(shortFen) > 0n ? yuanInput(shortFen) : '' }}
        onFinish={({ amount }: { amount: string }) => {
          const amountFen = parseYuan(amount)
          if (amountFen) payIn.mutate({ amountFen, idempotencyKey: key.current })
        }}
        onValuesChange={key.renew}
      >
        <MoneyInput name="amount" label={t('topUpAmount')} maxFen={MOST_FEN} extra={t('topUpNote')} />
        <MutationError error={payIn.error} />
        <div className="dialog-foot">
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" kind="primary" busy={payIn.isPending || payIn.isSuccess}>
            {t('toCashier')}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
