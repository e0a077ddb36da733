import { INSPECTION_LIMITS, PHOTO_VIEWS } from '@haowu/shared/inspection.ts'
import { useMutation } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { server } from '#api/api.ts'
import type { Change, Inspection, Medium } from '#features/inspection/inspection-kinds.ts'
import { MarkDialog } from '#features/inspection/mark-dialog.tsx'
import { sendReportFile } from '#features/inspection/send-report-file.ts'
import type { OpenDesk } from '#features/inspection/use-inspection.ts'
import { Icon } from '#ui/icon.tsx'
import { MutationError } from '#ui/mutation-error.tsx'

/** Photos from the camera, each with what it shows; a tap on one marks a defect where it is. */
export function PhotoShelf({ desk, inspection, onChange, onMedia }: PhotoShelfProps) {
  const { t } = useTranslation(['inspection', 'report'])
  const id = useId()
  const { inspectionId } = inspection
  const [media, setMedia] = useState(desk.media)
  const [marking, setMarking] = useState<Medium | null>(null)
  const refresh = async () => {
    const fresh = await server.inspections.desk.query({ itemId: desk.item.itemId })
    setMedia(fresh.media)
    await onMedia()
  }
  const send = useMutation({
    mutationFn: async (files: File[]) => {
      const left = PHOTO_VIEWS.filter(view => !media.some(({ shows }) => shows === view))
      for (const file of files) {
        const shows = file.type === 'application/pdf' ? 'document' : (left.shift() ?? 'other')
        await sendReportFile(inspectionId, file, shows)
      }
    },
    onSettled: refresh,
  })
  const name = useMutation({
    mutationFn: (which: { mediaId: string; shows: (typeof PHOTO_VIEWS)[number] }) =>
      server.inspections.nameMedia.mutate({ inspectionId, ...which }),
    onSettled: refresh,
  })
  const remove = useMutation({
    mutationFn: (mediaId: string) => server.inspections.removeMedia.mutate({ inspectionId, mediaId }),
    onSettled: refresh,
  })
  return (
    <section className="panel stack" aria-labelledby={id}>
      <h2 id={id}>{t('inspection:photos')}</h2>
      <p className="small secondary">{t('inspection:photosNote', { least: desk.photosLeast })}</p>
      <ul className="inspection-photos">
        {media.map(medium => (
          <li key={medium.mediaId}>
            <MediumCard
              medium={medium}
              marks={marksOn(inspection, medium)}
              onMark={() => setMarking(medium)}
              onName={shows => name.mutate({ mediaId: medium.mediaId, shows })}
              onRemove={() => remove.mutate(medium.mediaId)}
            />
          </li>
        ))}
        {media.length < INSPECTION_LIMITS.photos + INSPECTION_LIMITS.documents ? (
          <li>
            <label className="inspection-add" aria-busy={send.isPending || undefined}>
              <Icon name="plus" size={24} />
              <span>{t(send.isPending ? 'inspection:sending' : 'inspection:addPhoto')}</span>
              <input
                className="visually-hidden"
                type="file"
                accept={inspection.kind === 'third_party' ? 'image/*,application/pdf' : 'image/*'}
                capture={inspection.kind === 'third_party' ? undefined : 'environment'}
                multiple
                disabled={send.isPending}
                onChange={event => {
                  send.mutate([...(event.target.files ?? [])])
                  event.target.value = ''
                }}
              />
            </label>
          </li>
        ) : null}
      </ul>
      <MutationError error={send.error ?? name.error ?? remove.error} />
      {marking ? (
        <MarkDialog
          photo={marking}
          marks={inspection.marks}
          onChange={marks => onChange({ marks })}
          onClose={() => setMarking(null)}
        />
      ) : null}
    </section>
  )
}

type PhotoShelfProps = {
  desk: OpenDesk
  inspection: Inspection
  onChange: (change: Change) => void
  onMedia: () => Promise<void>
}

/** One photo with what it shows, or the agency's paper. */
function MediumCard({ medium, marks, onMark, onName, onRemove }: MediumCardProps) {
  const { t } = useTranslation(['inspection', 'report'])
  return (
    <>
      {medium.kind === 'pdf' ? (
        <a className="inspection-paper" href={medium.url}>
          {medium.fileName}
        </a>
      ) : (
        <button
          type="button"
          className="inspection-photo"
          aria-label={t('inspection:markOn', { view: t(`report:shows.${medium.shows}`) })}
          onClick={onMark}
        >
          <img src={medium.url} alt="" loading="lazy" />
          <span className="small numeric" data-no={marks || undefined} />
        </button>
      )}
      {medium.role === 'photo' ? (
        <select
          className="field"
          aria-label={t('inspection:shows')}
          value={medium.shows}
          onChange={event => {
            const shows = PHOTO_VIEWS.find(view => view === event.target.value)
            if (shows) onName(shows)
          }}
        >
          {PHOTO_VIEWS.map(view => (
            <option key={view} value={view}>
              {t(`report:shows.${view}`)}
            </option>
          ))}
        </select>
      ) : null}
      <button
        type="button"
        className="button"
        data-kind="quiet"
        data-size="small"
        aria-label={t('inspection:removePhoto')}
        onClick={onRemove}
      >
        <Icon name="trash" size={16} />
      </button>
    </>
  )
}

type MediumCardProps = {
  medium: Medium
  marks: number
  onMark: () => void
  onName: (shows: (typeof PHOTO_VIEWS)[number]) => void
  onRemove: () => void
}

function marksOn({ marks }: Inspection, { sha256 }: Medium): number {
  return marks.filter(mark => mark.photo === sha256).length
}
