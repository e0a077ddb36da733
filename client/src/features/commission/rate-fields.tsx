import { Form, InputNumber, Slider } from 'antd'
import { useTranslation } from 'react-i18next'
import './rate-fields.css'

export type RateForm = { ratePercent: number; servicePercent: number }

/** Percent as people write it, basis points as the server keeps it; never through a float sum. */
export function toBps(percent: number | null | undefined): number {
  return Math.round((percent ?? 0) * 100)
}

/** Commission as a slider and a number that move together. Bounds are percent. */
export function RateFields({ min, max }: { min: number; max: number }) {
  const { t } = useTranslation('commissions')
  return (
    <Form.Item label={t('commissionRate')} htmlFor="rate-number">
      <div className="rate-row">
        <Form.Item name="ratePercent" noStyle>
          <Slider
            min={min}
            max={max}
            step={0.5}
            tooltip={{ open: false }}
            ariaLabelForHandle={t('commissionRate')}
          />
        </Form.Item>
        <Form.Item
          name="ratePercent"
          noStyle
          rules={[{ type: 'number', required: true, min, max, message: t('rateBounds', { min, max }) }]}
        >
          <InputNumber id="rate-number" min={min} max={max} step={0.5} precision={2} suffix="%" />
        </Form.Item>
      </div>
    </Form.Item>
  )
}

export function ServiceField({ max }: { max: number }) {
  const { t } = useTranslation('commissions')
  const bounds = { type: 'number' as const, required: true, min: 0, max }
  return (
    <Form.Item
      name="servicePercent"
      label={t('serviceRate')}
      extra={t('serviceRateNote')}
      rules={[{ ...bounds, message: t('rateBounds', { min: 0, max }) }]}
    >
      <InputNumber className="rate-number" min={0} max={max} step={0.5} precision={2} suffix="%" />
    </Form.Item>
  )
}
