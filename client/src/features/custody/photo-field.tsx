import { useMutation } from '@tanstack/react-query'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { sendLoanPhoto } from '#features/custody/send-loan-photo.ts'
import { Icon } from '#ui/icon.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import './custody.css'

const MOST = 9

/** Photos of the piece, taken on the spot or chosen; each is sent at once, so that the form itself sends only names. */
export function PhotoField({ photos, onChange }: { photos: string[]; onChange: (photos: string[]) => void }) {
  const { t } = useTranslation('loan')
  const field = useId()
  const send = useMutation({
    mutationFn: async (files: File[]) => {
      const sent: string[] = []
      for (const file of files) sent.push(await sendLoanPhoto(file))
      return sent
    },
    onSuccess: sent => onChange([...new Set([...photos, ...sent])].slice(0, MOST)),
  })
  return (
    <div className="stack-tight">
      <span id={field}>{t('photos.label')}</span>
      <ul className="loan-photos" aria-labelledby={field}>
        {photos.map((photo, index) => (
          <li key={photo}>
            <img src={`/media/${photo}`} alt={t('photos.one', { n: index + 1 })} />
            <button
              type="button"
              className="loan-photo-remove"
              aria-label={t('photos.remove', { n: index + 1 })}
              onClick={() => onChange(photos.filter(each => each !== photo))}
            >
              <Icon name="close" size={14} />
            </button>
          </li>
        ))}
        {photos.length < MOST ? (
          <li>
            <label className="loan-photo-add" data-busy={send.isPending || undefined}>
              {send.isPending ? <span className="spinner" aria-hidden="true" /> : <Icon name="plus" />}
              <span className="visually-hidden">{t('photos.add')}</span>
              <input
                type="file"
                accept="image/jpeg,image/png,image/webp"
                multiple
                className="visually-hidden"
                disabled={send.isPending}
                onChange={event => {
                  const files = [...(event.target.files ?? [])].slice(0, MOST - photos.length)
                  event.target.value = ''
                  if (files.length > 0) send.mutate(files)
                }}
              />
            </label>
          </li>
        ) : null}
      </ul>
      <span className="small secondary">{t('photos.note')}</span>
      <MutationError error={send.error} />
    </div>
  )
}
