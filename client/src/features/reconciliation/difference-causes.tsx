import { useTranslation } from 'react-i18next'
import type { Outputs } from '#api/api.ts'
import { Money } from '#ui/money.tsx'

type Difference = Outputs['reconciliation']['difference']

/** What the statements say more than the books, in words; the amounts add up to the difference in sight. */
export function DifferenceCauses({ difference }: { difference: Difference }) {
  const { t } = useTranslation('reconcile')
  const { statementFen, bookFen, differenceFen, causes } = difference
  return (
    <section className="panel stack" aria-label={t('difference.title')}>
      <dl className="figures">
        {(
          [
            ['statement', statementFen],
            ['book', bookFen],
            ['difference', differenceFen],
          ] as const
        ).map(([name, fen]) => (
          <div key={name} className="figure">
            <dt>{t(`difference.${name}`)}</dt>
            <dd>
              <Money fen={fen} plus={name === 'difference'} />
            </dd>
          </div>
        ))}
      </dl>
      {causes.length === 0 ? (
        <p className="secondary">{t('difference.none')}</p>
      ) : (
        <ol className="causes" aria-label={t('difference.causes')}>
          {causes.map(cause => (
            <li key={`${cause.class} ${cause.side}`}>
              <span>
                {t(cause.class === 'waiting' ? `waiting.${cause.side}` : `class.${cause.class}`, {
                  count: cause.count,
                })}
                <span className="secondary"> · {t('difference.count', { count: cause.count })}</span>
              </span>
              <Money fen={cause.amountFen} plus />
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
