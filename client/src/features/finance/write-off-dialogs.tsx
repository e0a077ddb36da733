import { formatYuan } from '@haowu/shared/money.ts'
import { useMutation } from '@tanstack/react-query'
import { Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import type { Receivable } from '#features/finance/receivables-page.tsx'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Fact } from '#ui/fact.tsx'
import { Money } from '#ui/money.tsx'
import { MoneyInput } from '#ui/money-input.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { parseYuan, yuanInput } from '#ui/parse-yuan.ts'
import { showToast } from '#ui/toast.ts'

const refresh = () => queryClient.invalidateQueries({ queryKey: api.receivables.pathKey() })

type StepProps = { row: Receivable; onClose: () => void }

/** One person says what is to be given up and why; nothing moves until another agrees. */
export function ProposeWriteOffDialog({ row, onClose }: StepProps) {
  const { t } = useTranslation('finance')
  const [form] = Form.useForm<{ amount: string; reason: string }>()
  const propose = useMutation(
    api.receivables.proposeWriteOff.mutationOptions({
      onSuccess: async () => {
        showToast(t('receivables.proposed'))
        onClose()
        await refresh()
      },
    }),
  )
  return (
    <Dialog title={t('receivables.proposeTitle', { party: row.partyName })} onClose={onClose}>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ amount: yuanInput(row.leftFen), reason: '' }}
        onFinish={({ amount, reason }) => {
          const amountFen = parseYuan(amount)
          if (amountFen) propose.mutate({ receivableId: row.id, amountFen, reason: reason.trim() })
        }}
      >
        <MoneyInput
          name="amount"
          label={t('receivables.giveUp')}
          maxFen={BigInt(row.leftFen)}
          extra={t('receivables.leftNote', { left: `¥${formatYuan(BigInt(row.leftFen))}` })}
        />
        <Form.Item
          name="reason"
          label={t('receivables.reason')}
          rules={[
            { required: true, min: 4, max: 200, whitespace: true, message: t('receivables.reasonNeeded') },
          ]}
        >
          <Input.TextArea rows={3} maxLength={200} />
        </Form.Item>
        <MutationError error={propose.error} />
        <div className="dialog-foot">
          <Button onClick={onClose}>{t('payouts.cancel')}</Button>
          <Button type="submit" kind="primary" busy={propose.isPending}>
            {t('receivables.propose')}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}

/** The second person sees what the first wrote, and decides. */
export function DecideWriteOffDialog({ row, approve, onClose }: StepProps & { approve: boolean }) {
  const { t } = useTranslation('finance')
  const decide = useMutation(
    api.receivables.decideWriteOff.mutationOptions({
      onSuccess: async () => {
        showToast(t(approve ? 'receivables.approved' : 'receivables.refused'))
        onClose()
        await refresh()
      },
    }),
  )
  return (
    <Dialog title={t(approve ? 'receivables.approveTitle' : 'receivables.refuseTitle')} onClose={onClose}>
      <dl className="facts">
        <Fact label={t('receivables.party')}>{row.partyName}</Fact>
        <Fact label={t('receivables.giveUp')}>
          <span className="strong">
            <Money fen={row.writeOffFen ?? '0'} />
          </span>
        </Fact>
        <Fact label={t('receivables.reason')}>{row.writeOffReason}</Fact>
        <Fact label={t('receivables.maker')}>{row.writeOffMakerName ?? '–'}</Fact>
      </dl>
      <p className="secondary">{t(approve ? 'receivables.approveNote' : 'receivables.refuseNote')}</p>
      <MutationError error={decide.error} />
      <div className="dialog-foot">
        <Button onClick={onClose}>{t('payouts.cancel')}</Button>
        <Button
          kind={approve ? 'primary' : 'danger'}
          busy={decide.isPending}
          onClick={() => decide.mutate({ writeOffId: row.writeOffId ?? '', approve })}
        >
          {t(approve ? 'receivables.approve' : 'receivables.refuse')}
        </Button>
      </div>
    </Dialog>
  )
}
