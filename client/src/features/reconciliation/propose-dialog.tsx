import { type BreakEnding, endingsOf } from '@haowu/shared/reconciliation.ts'
import { useMutation } from '@tanstack/react-query'
import { Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import type { Break } from '#features/reconciliation/differences-view.tsx'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Money } from '#ui/money.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { showToast } from '#ui/toast.ts'

export type Proposable = Pick<Break, 'id' | 'class' | 'amountFen' | 'businessDay' | 'statementFileId'>

/** One person says how a difference ends and why; nothing is booked until another agrees. */
export function ProposeDialog({ row, onClose }: { row: Proposable; onClose: () => void }) {
  const { t } = useTranslation('reconcile')
  const [form] = Form.useForm<{ as: BreakEnding; note: string }>()
  const endings = endingsOf({
    class: row.class,
    amountFen: BigInt(row.amountFen),
    isOfFile: row.statementFileId !== null,
  })
  const propose = useMutation(
    api.reconciliation.propose.mutationOptions({
      onSuccess: async () => {
        showToast(t('proposed'))
        onClose()
        await queryClient.invalidateQueries({ queryKey: api.reconciliation.pathKey() })
      },
    }),
  )
  return (
    <Dialog title={t('proposeTitle')} onClose={onClose}>
      <p>
        {t(`class.${row.class}`)} · {row.businessDay} · <Money fen={row.amountFen} plus />
      </p>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ as: endings[0], note: '' }}
        onFinish={({ as, note }) => propose.mutate({ breakId: row.id, as, note: note.trim() })}
      >
        <Form.Item name="as" label={t('ending')} valuePropName="value">
          <select className="field">
            {endings.map(ending => (
              <option key={ending} value={ending}>
                {t(`endings.${ending}`)}
              </option>
            ))}
          </select>
        </Form.Item>
        <Form.Item
          name="note"
          label={t('note')}
          rules={[{ required: true, min: 2, max: 300, whitespace: true, message: t('noteNeeded') }]}
        >
          <Input.TextArea rows={3} maxLength={300} />
        </Form.Item>
        <MutationError error={propose.error} />
        <div className="dialog-foot">
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" kind="primary" busy={propose.isPending}>
            {t('propose')}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
