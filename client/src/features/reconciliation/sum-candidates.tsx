import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import type { OpenLine } from '#features/reconciliation/line-pane.tsx'
import { Button } from '#ui/button.tsx'
import { Money } from '#ui/money.tsx'

/** Several lines of the other side that come to the one in hand, the most plausible first. They are chosen, and a person matches them. */
export function SumCandidates({ line, onChoose }: { line: OpenLine; onChoose: (lineIds: string[]) => void }) {
  const { t } = useTranslation('reconcile')
  const query = useQuery(api.reconciliation.sums.queryOptions({ side: line.side, lineId: line.id }))
  const sums = query.data ?? []
  return (
    <ul className="candidates" aria-label={t('sums.title')}>
      {sums.map(({ lines, days }) => (
        <li key={lines.map(({ id }) => id).join(' ')} className="candidate">
          <div className="candidate-head">
            <span>{t('sums.lines', { count: lines.length })}</span>
            <Money fen={line.amountFen} plus />
          </div>
          <ul className="whys">
            {lines.map(each => (
              <li key={each.id}>
                <Money fen={each.amountFen} plus />
              </li>
            ))}
            <li data-yes={days === 0 || undefined}>
              {days === 0 ? t('why.day') : t('sums.days', { count: days })}
            </li>
            {sums.length > 1 ? <li>{t('sums.ambiguous')}</li> : null}
          </ul>
          <Button onClick={() => onChoose(lines.map(({ id }) => id))}>{t('candidates.choose')}</Button>
        </li>
      ))}
    </ul>
  )
}
