import { useTranslation } from 'react-i18next'
import type { Outputs } from '#api/api.ts'
import { DateText } from '#ui/date-text.tsx'
import './parcel-way.css'

/** What the carrier has told of a parcel, newest first; one word while it has told nothing. */
export function ParcelWay({ way }: { way: Outputs['checkout']['get']['way'] }) {
  const { t } = useTranslation('order')
  if (way.length === 0) return <p className="secondary">{t('way.none')}</p>
  return (
    <ol className="parcel-way" aria-label={t('way.title')}>
      {way.map(({ kind, happenedAt, place }, at) => (
        <li key={`${kind}:${happenedAt}:${place}`} data-newest={at === 0 || undefined} data-kind={kind}>
          <span className={at === 0 ? 'strong' : undefined}>{t(`way.kind.${kind}`)}</span>
          <span className="small secondary">
            <DateText at={happenedAt} />
            {place === '' ? null : ` · ${place}`}
          </span>
        </li>
      ))}
    </ol>
  )
}
