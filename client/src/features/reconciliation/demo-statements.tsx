import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { fetchDemoStatement } from '#features/reconciliation/fetch-demo-statement.ts'
import { Button } from '#ui/button.tsx'
import { Choice } from '#ui/choice.tsx'
import { showToast } from '#ui/toast.ts'
import './bank-columns.css'

const FORMATS = ['csv', 'xlsx', 'mt940', 'camt053', 'bai2'] as const
const PLATFORMS = ['kuaishou', 'douyin'] as const
/** What the payment institution's two bills are called in the forms of its two trades. */
const RAIL_ASKED = {
  wechat_trade: { as: 'wechat', kind: 'trade' },
  wechat_success: { as: 'wechat', kind: 'trade', type: 'SUCCESS' },
  wechat_refund: { as: 'wechat', kind: 'trade', type: 'REFUND' },
  wechat_sandbox: { as: 'wechat', kind: 'trade', sandbox: 'true' },
  wechat_fund: { as: 'wechat', kind: 'fund' },
  alipay_trade: { as: 'alipay', kind: 'trade' },
  alipay_fund: { as: 'alipay', kind: 'fund' },
} as const
const RAIL = Object.keys(RAIL_ASKED) as (keyof typeof RAIL_ASKED)[]
const SOURCES = [...RAIL, ...FORMATS, ...PLATFORMS] as const
type Source = (typeof SOURCES)[number]

const BANK_FAULTS = [
  'lost',
  'double',
  'one_fen',
  'merged',
  'stranger',
  'returned',
  'charged',
  'wrong_opening',
  'foreign',
  'wrong_total',
] as const
const BILL_FAULTS = ['lost', 'double', 'one_fen', 'wrong_total'] as const
const RAIL_FAULTS = [
  'lost',
  'double',
  'one_fen',
  'day_later',
  'overcharged',
  'other_merchant',
  'wrong_total',
  'cut_short',
] as const

/** Demo mode only: files as a bank and the shop platforms send them, whole or with a fault, to be dropped above. */
export function DemoStatements() {
  const { t } = useTranslation('bank')
  const clock = useQuery({ ...api.demo.clock.queryOptions(), retry: false })
  const [source, setSource] = useState<Source>('wechat_trade')
  const [fault, setFault] = useState('')
  const [chosenDay, setDay] = useState<string>()
  const download = useMutation({
    mutationFn: fetchDemoStatement,
    onSuccess: outcome => {
      if (outcome !== 'done') showToast(t(`demo.${outcome}`), { tone: 'warning' })
    },
  })
  if (!clock.data) return null
  const day = chosenDay ?? dayBefore(clock.data.now)
  const { door, faults, asked } = doorOf(source)
  const query = new URLSearchParams({ day, ...asked, ...(faults.some(each => each === fault) && { fault }) })
  return (
    <details className="panel demo-statements">
      <summary>{t('demo.title')}</summary>
      <div className="stack">
        <p className="secondary">{t('demo.lead')}</p>
        <Choice
          label={t('demo.source')}
          value={source}
          options={SOURCES.map(value => ({ value, label: t(`demo.sources.${value}`) }))}
          onChange={setSource}
        />
        <div className="demo-statements-fields">
          <label className="bank-account-field">
            <span className="small secondary">{t('demo.day')}</span>
            <input
              type="date"
              className="field"
              required
              value={day}
              onChange={event => setDay(event.target.value || undefined)}
            />
          </label>
          <label className="bank-account-field">
            <span className="small secondary">{t('demo.fault')}</span>
            <select className="field" value={fault} onChange={event => setFault(event.target.value)}>
              <option value="">{t('demo.noFault')}</option>
              {faults.map(each => (
                <option key={each} value={each}>
                  {t(`demo.faults.${each}`)}
                </option>
              ))}
            </select>
          </label>
        </div>
        <div className="row">
          <Button
            icon="download"
            busy={download.isPending}
            onClick={() => download.mutate(`/demo/statements/${door}?${query}`)}
          >
            {t('demo.fetch')}
          </Button>
        </div>
      </div>
    </details>
  )
}

/** Who hands a file out, how it is asked for, and what can be wrong with it. */
function doorOf(source: Source) {
  const platform = PLATFORMS.find(each => each === source)
  if (platform) return { door: 'platform', faults: BILL_FAULTS, asked: { platform } } as const
  const bill = RAIL.find(each => each === source)
  if (!bill) return { door: 'bank', faults: BANK_FAULTS, asked: { format: source } } as const
  return { door: 'rail', faults: RAIL_FAULTS, asked: RAIL_ASKED[bill] } as const
}

const EAST_OF_GREENWICH = 8 * 60 * 60 * 1000
const DAY = 24 * 60 * 60 * 1000

/** Yesterday in Shanghai: of today there is no statement yet. */
function dayBefore(now: string): string {
  return new Date(Date.parse(now) + EAST_OF_GREENWICH - DAY).toISOString().slice(0, 10)
}
