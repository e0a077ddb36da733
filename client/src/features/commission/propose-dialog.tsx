import { formatRate } from '@haowu/shared/money.ts'
import { Form, InputNumber } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toBps } from '#features/commission/rate-fields.tsx'
import { ReasonDialog } from '#features/commission/reason-dialog.tsx'
import type { Recruitable } from '#features/commission/recruiting-page.tsx'

const MOST_PERCENT = 40

/** A leader's offer: the service fee he wants of each sale, and why he is worth it. */
export function ProposeDialog({
  plan,
  busy,
  error,
  onClose,
  onSubmit,
}: {
  plan: Recruitable
  busy: boolean
  error: unknown
  onClose: () => void
  onSubmit: (offer: { serviceRateBps: number; note: string }) => void
}) {
  const { t } = useTranslation('commissions')
  const [percent, setPercent] = useState<number | null>(1)
  const serviceRateBps = toBps(percent)
  return (
    <ReasonDialog
      title={t('proposeTitle', { name: plan.supplierName })}
      label={t('proposeNote')}
      act={t('proposeRate', { rate: formatRate(serviceRateBps) })}
      busy={busy}
      error={error}
      onClose={onClose}
      onSubmit={note => serviceRateBps > 0 && onSubmit({ serviceRateBps, note })}
    >
      <Form.Item label={t('serviceRate')} extra={t('serviceFrom')} htmlFor="service-percent">
        <InputNumber
          id="service-percent"
          min={0.01}
          max={MOST_PERCENT}
          step={0.5}
          precision={2}
          suffix="%"
          value={percent}
          onChange={setPercent}
        />
      </Form.Item>
    </ReasonDialog>
  )
}
