import { formatYuan } from '@haowu/shared/money.ts'
import { useTranslation } from 'react-i18next'

/** Why two sides were put together, in words: what the run or the person wrote down when it was done. */
export function MatchReason({ reason }: { reason: Record<string, unknown> }) {
  const { t } = useTranslation(['reconcile', 'rule'])
  const text = (key: string) => (typeof reason[key] === 'string' ? reason[key] : null)
  const count = (key: string) => (typeof reason[key] === 'number' ? reason[key] : null)
  const batch = text('batch')
  const day = text('day')
  const trades = count('trades')
  const handover = text('handover')
  const fee = text('feeFen')
  const days = count('days')
  const lefts = count('lefts') ?? 1
  const rights = count('rights') ?? 1
  const words = [
    batch && t('because.batch', { no: batch }),
    day && trades !== null && t('because.trades', { day, count: trades }),
    handover && t('because.handover', { day: handover }),
    lefts + rights > 2 && t('because.lines', { lefts, rights }),
    fee && fee !== '0' && t('because.fee', { amount: `¥${formatYuan(BigInt(fee))}` }),
    days && t('because.days', { count: Math.abs(days) }),
    text('break') && t('because.break'),
    reason['rule'] === 'batch_charge' &&
      t('because.rule', { rule: t('rule:code.batch_charge'), version: count('version') ?? 1 }),
    text('note'),
  ].filter(word => typeof word === 'string' && word !== '')
  if (words.length === 0) return null
  return <span className="small secondary">{words.join(' · ')}</span>
}
