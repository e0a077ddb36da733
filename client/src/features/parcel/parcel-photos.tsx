import { EVIDENCE_LIMITS } from '@haowu/shared/cases.ts'
import { useMutation } from '@tanstack/react-query'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { ParcelCheck } from '#features/parcel/parcel-check.ts'
import { sendPhoto } from '#features/parcel/send-photo.ts'
import { Icon } from '#ui/icon.tsx'
import { MutationError } from '#ui/mutation-error.tsx'

type Photos = ParcelCheck['photos']

/** Photos of the difference; each is with us as soon as it appears here, so that a reload loses none. */
export function ParcelPhotos({ photos, linkToken, onChange }: ParcelPhotosProps) {
  const { t } = useTranslation('parcel')
  const inputId = useId()
  const room = EVIDENCE_LIMITS.perStatement - photos.length
  const send = useMutation({
    networkMode: 'always',
    mutationFn: async (files: File[]) => {
      let all = photos
      for (const file of files.slice(0, room)) {
        const sent = await sendPhoto(file, linkToken)
        if (all.some(({ key }) => key === sent.key)) continue
        all = [...all, sent]
        onChange(all)
      }
    },
  })
  return (
    <div className="stack-tight">
      <span className="strong">{t('photos')}</span>
      <span className="secondary small">{t('photosNote', { most: EVIDENCE_LIMITS.perStatement })}</span>
      <ul className="parcel-photos">
        {photos.map((photo, index) => (
          <li key={photo.key}>
            {photo.thumbnail ? (
              <img src={photo.thumbnail} alt={t('photoNo', { no: index + 1 })} />
            ) : (
              <span className="parcel-photo-blank">{t('photoNo', { no: index + 1 })}</span>
            )}
            <button
              type="button"
              className="parcel-photo-drop"
              aria-label={t('dropPhoto', { no: index + 1 })}
              onClick={() => onChange(photos.filter(({ key }) => key !== photo.key))}
            >
              <Icon name="close" size={16} />
            </button>
          </li>
        ))}
        {room > 0 ? (
          <li>
            <label className="parcel-photo-add" htmlFor={inputId} aria-busy={send.isPending || undefined}>
              {send.isPending ? (
                <span className="spinner" aria-hidden="true" />
              ) : (
                <Icon name="plus" size={24} />
              )}
              <span className="small">{send.isPending ? t('sendingPhoto') : t('addPhoto')}</span>
            </label>
            <input
              id={inputId}
              className="visually-hidden"
              type="file"
              accept="image/*"
              multiple
              disabled={send.isPending}
              onChange={event => {
                send.mutate([...(event.target.files ?? [])])
                event.target.value = ''
              }}
            />
          </li>
        ) : null}
      </ul>
      <MutationError error={send.error} />
    </div>
  )
}

type ParcelPhotosProps = { photos: Photos; linkToken: string; onChange: (photos: Photos) => void }
