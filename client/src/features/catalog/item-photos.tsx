import './item-photos.css'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ItemPhoto } from '#features/catalog/item-photo.tsx'

/** All photos of a piece: one large, and where there are several, each beneath to be chosen. */
export function ItemPhotos({ photos, categoryCode }: { photos: unknown; categoryCode: string }) {
  const { t } = useTranslation('common')
  const [at, setAt] = useState(0)
  // A list may name a picture twice.
  const all = [...new Set<unknown>(Array.isArray(photos) ? photos : [])]
  const shown = Math.min(at, Math.max(0, all.length - 1))
  return (
    <div className="item-photos">
      <ItemPhoto photos={[all[shown]]} categoryCode={categoryCode} large />
      {all.length > 1 ? (
        <ul>
          {all.map((photo, index) => (
            <li key={String(photo)}>
              <button
                type="button"
                aria-label={t('photo', { number: index + 1, count: all.length })}
                aria-pressed={index === shown}
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
