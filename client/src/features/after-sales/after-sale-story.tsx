import { formatYuan } from '@haowu/shared/money.ts'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '#api/api.ts'
import { DateText } from '#ui/date-text.tsx'
import './after-sale-story.css'

type Event = Outputs['afterSales']['deskGet']['events'][number]

/** Every step with who took it, what was said and shown; oldest first, as a conversation is read. */
export function AfterSaleStory({ afterSaleId, events, showsPhotos }: StoryProps) {
  const { t } = useTranslation('after-sale')
  return (
    <section className="stack" aria-labelledby="after-sale-story">
      <h2 id="after-sale-story">{t('story')}</h2>
      <ol className="after-sale-story">
        {events.map(event => (
          <li key={event.id}>
            <span className="strong">{t(`event.${event.toState}`)}</span>
            <span className="small secondary">
              <DateText at={event.at} /> · {t(`side.${event.side}`)}
            </span>
            <EventFacts facts={event.facts} />
            {event.words ? <p className="after-sale-words">{event.words}</p> : null}
            {showsPhotos && event.photoKeys.length > 0 ? (
              <ul className="after-sale-photos">
                {event.photoKeys.map((key, n) => (
                  <li key={key}>
                    <a
                      href={`/api/after-sales/${afterSaleId}/photos/${key}`}
                      target="_blank"
                      rel="noreferrer"
                    >
                      <img
                        src={`/api/after-sales/${afterSaleId}/photos/${key}`}
                        alt={t('photo', { no: n + 1 })}
                        loading="lazy"
                      />
                    </a>
                  </li>
                ))}
              </ul>
            ) : null}
          </li>
        ))}
      </ol>
    </section>
  )
}

type StoryProps = { afterSaleId: string; events: Event[]; showsPhotos: boolean }

function EventFacts({ facts }: { facts: Event['facts'] }) {
  const { t } = useTranslation('after-sale')
  const { soldGrade, returnedGrade } = facts
  const words = [
    typeof facts['amountFen'] === 'string' ? `¥${formatYuan(BigInt(facts['amountFen']))}` : null,
    typeof facts['cappedFromFen'] === 'string'
      ? t('cappedFrom', { agreed: `¥${formatYuan(BigInt(facts['cappedFromFen']))}` })
      : null,
    typeof facts['outcome'] === 'string' ? t(`outcome.${facts['outcome'] as 'as_sent'}`) : null,
    typeof soldGrade === 'string' && typeof returnedGrade === 'string'
      ? t('regraded', {
          sold: t(`grade.${soldGrade as '95'}`),
          returned: t(`grade.${returnedGrade as '95'}`),
        })
      : null,
    typeof facts['fault'] === 'string' ? t(`fault.${facts['fault'] as 'none'}`) : null,
    typeof facts['trackingNo'] === 'string' ? facts['trackingNo'] : null,
  ].filter(word => word !== null)
  return words.length > 0 ? <span className="small">{words.join(' · ')}</span> : null
}
