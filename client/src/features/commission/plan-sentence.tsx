import { Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Fees, type PlanRates, planShares } from '#features/commission/plan-shares.ts'
import { Money } from '#ui/money.tsx'
import { parseYuan } from '#ui/parse-yuan.ts'
import './plan-sentence.css'

/** What the rates mean in money, live while they are moved: you, the streamer, the platform, at a price of one's choice. */
export function PlanSentence({ rates, fees }: { rates: PlanRates; fees: Fees }) {
  const { t } = useTranslation('commissions')
  const [typed, setTyped] = useState('1000')
  const priceFen = BigInt(parseYuan(typed) ?? '0')
  const shares = planShares(priceFen, rates, fees)
  const parts = [
    ['you', shares.supplierFen],
    ['streamer', shares.streamerFen],
    ['platform', shares.platformFen],
  ] as const
  return (
    <div className="plan-sentence">
      <label>
        <span>{t('sentence.price')}</span>
        <Input
          prefix="¥"
          inputMode="decimal"
          value={typed}
          onChange={event => setTyped(event.target.value)}
        />
      </label>
      <div className="plan-bar" aria-hidden="true">
        {parts.map(([who, fen], index) => (
          <span
            key={who}
            style={{
              flexGrow: Number(priceFen > 0n ? (fen * 10_000n) / priceFen : 0n),
              background: `var(--chart-${index + 1})`,
            }}
          />
        ))}
      </div>
      <ul aria-live="polite">
        {parts.map(([who, fen], index) => (
          <li key={who}>
            <span
              className="plan-dot"
              style={{ background: `var(--chart-${index + 1})` }}
              aria-hidden="true"
            />
            {t(`sentence.${who}`)}{' '}
            <span className="strong">
              <Money fen={fen} />
            </span>
          </li>
        ))}
      </ul>
      <p className="small secondary">{t('sentence.note')}</p>
    </div>
  )
}
