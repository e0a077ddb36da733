import './item-photos.css'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ItemPhoto } from '#features/catalog/item-photo.tsx'

/** All photos of a piece: one large, and where there are several, each beneath to be chosen. */
export function ItemPhotos({ photos, categoryCode }: { photos: unknown; categoryCode: string }) {
  const { t } = useTranslation('common')
  const [at, setAt] = useState(0)
  const all: unknown[] = Array.isArray(photos) ? photos : []
  const shown = all[at] ?? all[0]
  return (
    <div className="item-photos">
      <ItemPhoto photos={[shown]} categoryCode={categoryCode} large />
      {all.length > 1 ? (
        <ul>
          {all.map((photo, index) => (
            <li key={String(photo)}>
              <button
                type="button"
                aria-label={t('photo', { number: index + 1, count: all.length })}
                aria-pressed={photo === shown}
                onClick={() => setAt(index)}
              >
                <ItemPhoto photos={[photo]} categoryCode={categoryCode} />
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  )
}
