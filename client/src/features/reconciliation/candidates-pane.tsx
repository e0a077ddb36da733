import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { SumCandidates } from '#features/reconciliation/sum-candidates.tsx'
import type { OpenLine } from '#features/reconciliation/line-pane.tsx'
import { Button } from '#ui/button.tsx'
import { Money } from '#ui/money.tsx'
import { QueryView } from '#ui/query-view.tsx'

export type Candidate = Outputs['reconciliation']['candidates'][number]

/** Of the other side, what may belong to the line in hand, the likeliest first, each with what speaks for it. */
export function CandidatesPane({
  line,
  onMatch,
  onChoose,
  onDrill,
}: {
  line: OpenLine | undefined
  onMatch: (with_: Candidate) => void
  /** Lines of the other side that make this one together. */
  onChoose: (lineIds: string[]) => void
  onDrill: () => void
}) {
  const { t } = useTranslation('reconcile')
  const query = useQuery({
    ...api.reconciliation.candidates.queryOptions({ side: line?.side ?? 'book', lineId: line?.id ?? '0' }),
    enabled: line !== undefined,
  })
  return (
    <div className="pane">
      <h2 className="pane-head">
        {t('candidates.title')}
        {line ? <Button onClick={onDrill}>{t(`drill.${line.side}`)}</Button> : null}
      </h2>
      <div className="pane-frame">
        {line === undefined ? (
          <p className="pane-empty secondary">{t('candidates.pick')}</p>
        ) : (
          <QueryView query={query} lines={4}>
            {found =>
              found.length === 0 ? (
                <p className="pane-empty secondary">{t('candidates.none')}</p>
              ) : (
                <>
                  <SumCandidates line={line} onChoose={onChoose} />
                  <ul className="candidates">
                    {found.map(candidate => (
                      <CandidateRow
                        key={candidate.id}
                        candidate={candidate}
                        onMatch={() => onMatch(candidate)}
                      />
                    ))}
                  </ul>
                </>
              )
            }
          </QueryView>
        )}
      </div>
    </div>
  )
}

function CandidateRow({ candidate, onMatch }: { candidate: Candidate; onMatch: () => void }) {
  const { t } = useTranslation('reconcile')
  const { sameNo, sameAmount, days, differenceFen, ownNo, channelNo, description, isLikeliest } = candidate
  const no = ownNo ?? channelNo ?? description.slice(0, 40)
  return (
    <li className="candidate">
      <div className="candidate-head">
        <span className="line-no mono" title={no}>
          {no}
        </span>
        <Money fen={candidate.amountFen} plus />
      </div>
      <ul className="whys">
        <li data-yes={sameNo || undefined}>{t(sameNo ? 'why.no' : 'why.otherNo')}</li>
        <li data-yes={sameAmount || undefined}>
          {sameAmount ? t('why.amount') : <Money fen={differenceFen} plus />}
        </li>
        <li data-yes={days === 0 || undefined}>
          {days === 0 ? t('why.day') : t('why.days', { days: days > 0 ? `+${days}` : String(days) })}
        </li>
        {isLikeliest ? <li data-yes>{t('why.likeliest')}</li> : null}
      </ul>
      <Button onClick={onMatch}>{t(sameAmount ? 'candidates.match' : 'candidates.choose')}</Button>
    </li>
  )
}
