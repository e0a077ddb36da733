import { INSPECTION_LIMITS, MARK_KINDS } from '@haowu/shared/inspection.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Mark, Medium } from '#features/inspection/inspection-kinds.ts'
import { regionAround } from '#features/inspection/region-around.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'

type Kind = (typeof MARK_KINDS)[number]

/** Marks a defect where one taps the photo, by what it is; the list below says what stands marked. */
export function MarkDialog({ photo, marks, onChange, onClose }: MarkDialogProps) {
  const { t } = useTranslation(['inspection', 'report', 'common'])
  const [kind, setKind] = useState<Kind>('scratch')
  const own = marks.filter(mark => mark.photo === photo.sha256)
  const isFull = marks.length >= INSPECTION_LIMITS.marks
  return (
    <Dialog title={t('inspection:markDefects')} onClose={onClose} wide>
      <div className="stack">
        <div className="finding-choices" role="group" aria-label={t('inspection:markKind')}>
          {MARK_KINDS.map(each => (
            <button
              key={each}
              type="button"
              className="finding-choice"
              aria-pressed={each === kind}
              onClick={() => setKind(each)}
            >
              {t(`report:marks.${each}`)}
            </button>
          ))}
        </div>
        <button
          type="button"
          className="mark-photo"
          disabled={isFull}
          aria-label={t('inspection:tapPhoto')}
          onClick={event => {
            const box = event.currentTarget.getBoundingClientRect()
            const place = event.detail === 0 ? { x: 0.5, y: 0.5 } : placeIn(box, event)
            onChange([...marks, { photo: photo.sha256, region: regionAround(place), kind, note: '' }])
          }}
        >
          <img src={photo.url} alt={t(`report:shows.${photo.shows}`)} />
          {own.map(({ region }, at) => (
            <span
              key={`${region.x}-${region.y}-${at}`}
              className="mark-region numeric"
              data-no={at + 1}
              style={{
                insetInlineStart: `${region.x / 10}%`,
                insetBlockStart: `${region.y / 10}%`,
                inlineSize: `${region.w / 10}%`,
                blockSize: `${region.h / 10}%`,
              }}
            />
          ))}
        </button>
        <p className="small secondary">{t('inspection:tapPhoto')}</p>
        <ol className="mark-list">
          {own.map((mark, at) => (
            <li key={`${mark.region.x}-${mark.region.y}-${at}`} className="row">
              <span>
                {at + 1}. {t(`report:marks.${mark.kind}`)}
              </span>
              <Button
                kind="quiet"
                size="small"
                icon="trash"
                aria-label={t('inspection:removeMark', { no: at + 1 })}
                onClick={() => onChange(marks.filter(each => each !== mark))}
              />
            </li>
          ))}
        </ol>
        <div className="dialog-foot">
          <Button kind="primary" onClick={onClose}>
            {t('common:close')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

type MarkDialogProps = {
  photo: Medium
  marks: Mark[]
  onChange: (marks: Mark[]) => void
  onClose: () => void
}

function placeIn(box: DOMRect, { clientX, clientY }: { clientX: number; clientY: number }) {
  return { x: (clientX - box.left) / box.width, y: (clientY - box.top) / box.height }
}
