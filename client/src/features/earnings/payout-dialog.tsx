import { formatYuan } from '@haowu/shared/money.ts'
import { LEAST_PAYOUT_FEN } from '@haowu/shared/settlement.ts'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { TaxNote } from '#features/earnings/tax-note.tsx'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { MoneyInput } from '#ui/money-input.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { Notice } from '#ui/notice.tsx'
import { parseYuan, yuanInput } from '#ui/parse-yuan.ts'
import { useSubmitKey } from '#ui/submit-key.ts'
import { showToast } from '#ui/toast.ts'

type Balance = { availableFen: string; freeFen: string; receivableFen: string }

/** What a party owes is paid first: it is offered what is left, and told why where that is nothing. */
export function PayoutDialog({ totals, onClose }: { totals: Balance; onClose: () => void }) {
  const { t } = useTranslation('earnings')
  const { availableFen, freeFen, receivableFen } = totals
  const yuan = (fen: string) => `¥${formatYuan(BigInt(fen))}`
  const sums = { available: yuan(availableFen), free: yuan(freeFen), owed: yuan(receivableFen) }
  const owes = BigInt(receivableFen) > 0n
  if (owes && BigInt(freeFen) < LEAST_PAYOUT_FEN)
    return (
      <Dialog title={t('request')} onClose={onClose}>
        <Notice tone="warning" title={t('nothingFree')}>
          {t('nothingFreeBody', sums)}
        </Notice>
        <div className="dialog-foot">
          <Button onClick={onClose}>{t('understood')}</Button>
        </div>
      </Dialog>
    )
  const note = owes ? t('requestNoteOwed', sums) : t('requestNote', { available: sums.available })
  return <PayoutForm freeFen={BigInt(freeFen)} note={note} onClose={onClose} />
}

type FormProps = { freeFen: bigint; note: string; onClose: () => void }

/** Asks for money that may be paid out; a second person at the platform approves before anything leaves. */
function PayoutForm({ freeFen, note, onClose }: FormProps) {
  const { t } = useTranslation('earnings')
  const key = useSubmitKey()
  const [form] = Form.useForm<{ amount: string; invoiceNo?: string }>()
  const amountFen = parseYuan(Form.useWatch('amount', form) ?? '')
  const kind = useQuery(api.payouts.previewTax.queryOptions({ amountFen: LEAST_PAYOUT_FEN.toString() }))
  const needsInvoice = kind.data?.taxKind === 'invoice'
  const request = useMutation(
    api.payouts.request.mutationOptions({
      onSuccess: async () => {
        showToast(t('requested'))
        onClose()
        await Promise.all([
          queryClient.invalidateQueries({ queryKey: api.earnings.pathKey() }),
          queryClient.invalidateQueries({ queryKey: api.payouts.pathKey() }),
        ])
      },
    }),
  )
  return (
    <Dialog title={t('request')} onClose={onClose}>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ amount: yuanInput(freeFen.toString()) }}
        onValuesChange={key.renew}
        onFinish={({ invoiceNo }) => {
          const invoice = invoiceNo ? { invoiceNo: invoiceNo.trim() } : {}
          if (amountFen) request.mutate({ amountFen, idempotencyKey: key.current, ...invoice })
        }}
      >
        <MoneyInput
          name="amount"
          label={t('amount')}
          minFen={LEAST_PAYOUT_FEN}
          maxFen={freeFen}
          extra={note}
        />
        {amountFen && BigInt(amountFen) >= LEAST_PAYOUT_FEN ? <TaxNote amountFen={amountFen} /> : null}
        {needsInvoice ? (
          <Form.Item
            name="invoiceNo"
            label={t('invoiceNo')}
            extra={t('invoiceNote')}
            rules={[{ required: true, pattern: /^\s*[0-9A-Za-z-]{8,32}\s*$/, message: t('invoiceNeeded') }]}
          >
            <Input autoComplete="off" className="mono" />
          </Form.Item>
        ) : null}
        <MutationError error={request.error} />
        <div className="dialog-foot">
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" kind="primary" busy={request.isPending}>
            {amountFen ? t('requestAmount', { amount: `¥${formatYuan(BigInt(amountFen))}` }) : t('request')}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
