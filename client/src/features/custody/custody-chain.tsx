import { useTranslation } from 'react-i18next'
import type { Outputs } from '#api/api.ts'
import { knownCarrier } from '#features/shipping/known-carrier.ts'
import { DateText } from '#ui/date-text.tsx'
import './custody.css'

export type ChainStep = Outputs['custody']['get']['chain'][number]

/** Link by link where the piece was: newest first, with parcel and photos. */
export function CustodyChain({ chain }: { chain: ChainStep[] }) {
  const { t } = useTranslation('loan')
  if (chain.length === 0) return null
  return (
    <section className="stack" aria-labelledby="chain">
      <h2 id="chain">{t('chain')}</h2>
      <ol className="custody-chain" reversed>
        {chain.map(step => (
          <li key={step.seq}>
            <ChainLine step={step} />
          </li>
        ))}
      </ol>
    </section>
  )
}

function ChainLine({ step }: { step: ChainStep }) {
  const { t } = useTranslation(['loan', 'shipping'])
  const outcome = (['matched', 'differs'] as const).find(each => each === step.note)
  return (
    <div className="stack-tight">
      <div className="row">
        <span className="strong">{t(`loan:place.${step.place}`)}</span>
        <span>
          {step.place === 'in_transit' ? t('loan:towards', { name: step.holderName }) : step.holderName}
        </span>
      </div>
      <div className="row small secondary">
        <DateText at={step.at} />
        {step.carrier ? (
          <span>
            {t(`shipping:carrier.${knownCarrier(step.carrier)}`)}{' '}
            <span className="mono">{step.trackingNo}</span>
          </span>
        ) : null}
        {outcome ? <span>{t(`loan:outcome.${outcome}`)}</span> : step.note ? <span>{step.note}</span> : null}
      </div>
      {step.photos.length > 0 ? (
        <ul className="loan-photos" aria-label={t('loan:photos.label')}>
          {step.photos.map((photo, index) => (
            <li key={photo}>
              <a href={`/media/${photo}`} target="_blank" rel="noreferrer">
                <img src={`/media/${photo}`} alt={t('loan:photos.one', { n: index + 1 })} loading="lazy" />
              </a>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  )
}
