import { formatRate, formatYuan } from '@haowu/shared/money.ts'
import { useTranslation } from 'react-i18next'
import { readFailure } from '#api/failure.ts'

/** Turns any error into the sentence of its code, with amounts and rates of its facts written out. */
export function useFailureText(): (error: unknown) => string {
  const { t } = useTranslation('error')
  return error => {
    const { reason, facts } = readFailure(error)
    return t(reason, { replace: readable(facts) })
  }
}

/** Facts name their unit at the end (`topUpFen`, `maxBps`); the text gets `topUp`, `max` as people write them. */
export function readable(facts: Record<string, string | number | boolean | null>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => {
      const text = String(value ?? '')
      if (name.endsWith('Fen') && /^-?\d+$/.test(text))
        return [name.slice(0, -3), `¥${formatYuan(BigInt(text))}`]
      if (name.endsWith('Bps') && /^\d+$/.test(text)) return [name.slice(0, -3), formatRate(Number(text))]
      return [name, text]
    }),
  )
}
