import { formatRate } from '@haowu/shared/money.ts'
import { useTranslation } from 'react-i18next'
import type { Decision } from '#features/cases/case-kinds.ts'
import { Money } from '#ui/money.tsx'
import './cases.css'

type Line = Decision['lines'][number]

/** The arithmetic of a penalty, one line after the other. */
export function PenaltyLines({ lines }: { lines: Line[] }) {
  const { t } = useTranslation('case')
  if (lines.length === 0) return null
  return (
    <ol className="case-lines" aria-label={t('line.title')}>
      {lines.map(line => (
        <li key={line.step} data-result={line.step === 'result' || undefined}>
          <span>
            <LineWords line={line} />
          </span>
          {'amountFen' in line ? <Money fen={line.amountFen} /> : null}
        </li>
      ))}
    </ol>
  )
}

function LineWords({ line }: { line: Line }) {
  const { t } = useTranslation('case')
  if (line.step === 'repeat') return <>{t('line.repeat', { times: line.times, from: line.from })}</>
  if (line.step === 'base') return <>{t(`line.base.${line.from}`)}</>
  if ('rateBps' in line) return <>{t(`line.${line.step}`, { rate: formatRate(line.rateBps) })}</>
  return <>{t(`line.${line.step}`)}</>
}
