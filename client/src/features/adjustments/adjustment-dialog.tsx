import {
  ADJUSTMENT_REASONS,
  type AdjustmentPair,
  type AdjustmentReason,
  isPartyPair,
} from '@haowu/shared/adjustments.ts'
import { formatYuan } from '@haowu/shared/money.ts'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { askAdjustmentsAgain } from '#features/adjustments/ask-adjustments-again.ts'
import { LineFields } from '#features/adjustments/line-fields.tsx'
import { sendAdjustmentFile } from '#features/adjustments/send-adjustment-file.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { parseYuan, yuanInput } from '#ui/parse-yuan.ts'
import { showToast } from '#ui/toast.ts'

type Draft = Outputs['adjustments']['get']
export type LineValues = { pair?: AdjustmentPair; partyId?: string; amount?: string }
export type DraftValues = { reason?: AdjustmentReason; note: string; lines: LineValues[] }

type DialogProps = {
  draft: Draft | null
  /** What a new one begins with. */
  initial?: DraftValues
  onSaved?: (adjustmentId: string) => void
  onClose: () => void
}

/** What should move, why, and the evidence; saved as a draft or handed in at once. Nothing moves until others agree. */
export function AdjustmentDialog({ draft, initial, onSaved, onClose }: DialogProps) {
  const { t } = useTranslation('adjustment')
  const navigate = useNavigate()
  const [form] = Form.useForm<DraftValues>()
  const [file, setFile] = useState<File | null>(null)
  const [isMissing, setMissing] = useState(false)
  const save = useMutation({
    mutationFn: async ({ values, submit }: { values: DraftValues; submit: boolean }) => {
      const evidenceKey = file ? await sendAdjustmentFile(file) : (draft?.evidenceKey ?? '')
      const { adjustmentId } = await server.adjustments.save.mutate({
        ...toInput(values),
        evidenceKey,
        ...(draft && { adjustmentId: draft.id }),
      })
      if (submit) await server.adjustments.submit.mutate({ adjustmentId })
      return { adjustmentId, submit }
    },
    onSuccess: async ({ adjustmentId, submit }) => {
      showToast(t(submit ? 'submitted' : 'saved'))
      onClose()
      await askAdjustmentsAgain()
      if (onSaved) onSaved(adjustmentId)
      else await navigate({ to: '/finance/adjustments/$adjustmentId', params: { adjustmentId } })
    },
  })
  const send = async (submit: boolean) => {
    const hasEvidence = file !== null || (draft?.evidenceKey ?? null) !== null
    setMissing(!hasEvidence)
    const values = await form.validateFields().catch(() => null)
    if (values && hasEvidence) save.mutate({ values, submit })
  }
  return (
    <Dialog title={t(draft ? 'form.edit' : 'form.title')} onClose={onClose} wide>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={draft ? fromDraft(draft) : (initial ?? { note: '', lines: [{}] })}
      >
        <Form.Item
          name="reason"
          label={t('form.reason')}
          rules={[{ required: true, message: t('form.chooseReason') }]}
        >
          <Select options={ADJUSTMENT_REASONS.map(value => ({ value, label: t(`reason.${value}`) }))} />
        </Form.Item>
        <LineFields />
        <Form.Item
          name="note"
          label={t('form.note')}
          extra={t('form.noteHint')}
          rules={[{ required: true, min: 4, whitespace: true, message: t('form.noteNeeded') }]}
        >
          <Input.TextArea rows={3} maxLength={500} showCount />
        </Form.Item>
        <label className="stack-tight">
          <span>{t('form.evidence')}</span>
          <input
            className="field"
            type="file"
            accept="image/jpeg,image/png,image/webp,application/pdf"
            onChange={event => setFile(event.target.files?.[0] ?? null)}
          />
          <span className="small secondary">
            {t(draft?.evidenceKey ? 'form.evidenceKept' : 'form.evidenceHint')}
          </span>
          {isMissing ? <span className="field-error">{t('form.evidenceNeeded')}</span> : null}
        </label>
        <PeopleNeeded form={form} />
        <MutationError error={save.error} />
        <div className="dialog-foot">
          <Button busy={save.isPending} onClick={() => send(false)}>
            {t('form.save')}
          </Button>
          <Button kind="primary" busy={save.isPending} onClick={() => send(true)}>
            {t('form.submit')}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}

/** The sum of the lines, and by the rule of today how many others it needs. */
function PeopleNeeded({ form }: { form: ReturnType<typeof Form.useForm<DraftValues>>[0] }) {
  const { t } = useTranslation('adjustment')
  const limits = useQuery(api.adjustments.limits.queryOptions())
  const lines = Form.useWatch('lines', form) ?? []
  const totalFen = lines.reduce((sum, line) => sum + BigInt(parseYuan(line?.amount ?? '') ?? '0'), 0n)
  if (!limits.data) return null
  const twoFromFen = BigInt(limits.data.twoFromFen)
  return (
    <p className="secondary" role="status">
      {t('form.total')} ¥{formatYuan(totalFen)} ·{' '}
      {totalFen >= twoFromFen
        ? t('form.twoOthers', { from: `¥${formatYuan(twoFromFen)}` })
        : t('form.oneOther')}
    </p>
  )
}

/** The form is complete when it is sent: each field has been checked. */
function toInput({ reason = 'other', note, lines }: DraftValues) {
  return {
    reason,
    note: note.trim(),
    lines: lines.map(({ pair = 'compensation_paid', partyId, amount = '' }) => ({
      pair,
      partyId: isPartyPair(pair) ? (partyId ?? null) : null,
      amountFen: parseYuan(amount) ?? '0',
    })),
  }
}

function fromDraft({ reason, note, lines }: Draft): DraftValues {
  return {
    reason,
    note,
    lines: lines.map(({ pair, partyId, amountFen }) => ({
      pair,
      ...(partyId !== null && { partyId }),
      amount: yuanInput(amountFen),
    })),
  }
}
