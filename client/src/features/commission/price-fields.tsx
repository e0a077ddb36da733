import { Form, InputNumber } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Limits } from '#features/commission/create-plan-dialog.tsx'

/** The supply price as a part of the list price, and how far above it a piece may be sold. */
export function SupplyFields({ limits, fixedMarkup = false }: { limits: Limits; fixedMarkup?: boolean }) {
  const { t } = useTranslation('commissions')
  const markup = Form.useWatch('markupPercent') ?? limits.markupBps / 100
  const min = Math.ceil(1_000_000 / (100 + markup)) / 100
  const max = 100 - limits.platformRateBps / 100
  return (
    <div className="plan-conditions">
      <Form.Item
        name="supplyPercent"
        label={t('supplyRate')}
        extra={t('supplyNote')}
        rules={[{ type: 'number', required: true, min, max, message: t('rateBounds', { min, max }) }]}
      >
        <InputNumber min={0} max={100} step={1} precision={2} suffix="%" />
      </Form.Item>
      <Form.Item
        name="markupPercent"
        label={t('markup')}
        extra={t('markupNote', { most: limits.hardMarkupBps / 100 })}
      >
        <InputNumber
          disabled={fixedMarkup}
          min={0}
          max={limits.hardMarkupBps / 100}
          step={5}
          precision={2}
          suffix="%"
        />
      </Form.Item>
    </div>
  )
}

/** Between which parts of the list price the streamer may sell; empty is the list price alone. */
export function LimitFields() {
  const { t } = useTranslation('commissions')
  return (
    <div className="plan-conditions">
      <Form.Item name="floorPercent" label={t('floor')} extra={t('limitsNote')}>
        <InputNumber min={1} max={100} precision={2} suffix="%" />
      </Form.Item>
      <Form.Item name="ceilingPercent" label={t('ceiling')}>
        <InputNumber min={100} max={300} precision={2} suffix="%" />
      </Form.Item>
    </div>
  )
}
