import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { RatingMeans } from '#features/scores/rating-means.tsx'
import { Star, Stars } from '#features/scores/stars.tsx'
import { DateText } from '#ui/date-text.tsx'
import { Dialog } from '#ui/dialog.tsx'

type Rated = Outputs['ratings']['ofRoom'][number]

/** Ratings change slowly; a crowd in a room asks once. */
const FRESH_MS = 5 * 60_000

/** How buyers rated whoever sends this piece, in a line that opens what they said; nothing where few have rated. */
export function RoomRating({ roomCode, itemId, title }: { roomCode: string; itemId: string; title: string }) {
  const { t } = useTranslation('rating')
  const [open, setOpen] = useState(false)
  const { data } = useQuery(api.ratings.ofRoom.queryOptions({ roomCode }, { staleTime: FRESH_MS }))
  const rated = data?.find(({ itemIds }) => itemIds.includes(itemId))
  if (!rated) return null
  return (
    <>
      <button
        type="button"
        className="room-rating"
        onClick={() => setOpen(true)}
        aria-label={t('openOf', { title, mean: mean(rated), count: rated.count })}
      >
        <Star full size={14} />
        <span className="strong numeric">{mean(rated)}</span>
        <span className="secondary">{t('count', { count: rated.count })}</span>
      </button>
      {open ? <RatingDialog rated={rated} onClose={() => setOpen(false)} /> : null}
    </>
  )
}

const mean = ({ goods, service, logistics }: Rated) => ((goods + service + logistics) / 300).toFixed(2)

function RatingDialog({ rated, onClose }: { rated: Rated; onClose: () => void }) {
  const { t } = useTranslation('rating')
  return (
    <Dialog title={t('supplierTitle')} onClose={onClose}>
      <p className="secondary">{t('supplierLead', { count: rated.count })}</p>
      <RatingMeans means={rated} />
      {rated.latest.length > 0 ? (
        <ul className="stack">
          {rated.latest.map(said => (
            <li key={`${said.shownName} ${said.ratedAt}`} className="stack-tight">
              <span className="row small secondary">
                {said.shownName} <Stars value={said.goods} size={14} />{' '}
                <DateText at={said.ratedAt} form="day" />
              </span>
              <span>{said.words}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </Dialog>
  )
}
