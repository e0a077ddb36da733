import './item-photo.css'
import { useState } from 'react'

/** The piece's first photo, or the drawing of its category while there is none to show. Decoration: the title stands beside it. */
export function ItemPhoto({ photos, categoryCode, large = false }: ItemPhotoProps) {
  const [first] = Array.isArray(photos) ? photos : []
  const [missing, setMissing] = useState<unknown>()
  if (typeof first === 'string' && first !== missing) {
    return (
      <img
        className="item-photo"
        data-large={large || undefined}
        src={addressOf(first)}
        alt=""
        loading="lazy"
        onError={() => setMissing(first)}
      />
    )
  }
  return (
    <div className="item-photo" data-large={large || undefined} aria-hidden="true">
      <svg
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.2"
        strokeLinejoin="round"
        strokeLinecap="round"
      >
        <path d={DRAWINGS[categoryCode] ?? BOX} />
      </svg>
    </div>
  )
}

/** A picture elsewhere is shown from our store, which fetched it: other hosts learn nothing of who looks at goods. */
const addressOf = (photo: string) =>
  photo.startsWith('/') ? photo : `/media/linked?${new URLSearchParams({ url: photo })}`

type ItemPhotoProps = { photos: unknown; categoryCode: string; large?: boolean }

const BOX = 'M4 8.5 12 4l8 4.5v7L12 20l-8-4.5zM4 8.5 12 13l8-4.5M12 13v7'
const DRAWINGS: Record<string, string> = {
  phone:
    'M8 2.5h8a1.5 1.5 0 0 1 1.5 1.5v16a1.5 1.5 0 0 1-1.5 1.5H8A1.5 1.5 0 0 1 6.5 20V4A1.5 1.5 0 0 1 8 2.5ZM10.5 18.5h3M10 5h4',
  tablet:
    'M5.5 3h13A1.5 1.5 0 0 1 20 4.5v15a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 19.5v-15A1.5 1.5 0 0 1 5.5 3ZM11 18.5h2',
  luxury_bag: 'M5 9.5h14l1.5 11h-17zM8.5 9.5V8a3.5 3.5 0 0 1 7 0v1.5M10.5 13.5h3v2h-3z',
  watch: 'M12 17a5 5 0 1 0 0-10 5 5 0 0 0 0 10ZM9 7.5 9.5 3h5l.5 4.5M9 16.5l.5 4.5h5l.5-4.5M12 9.5V12l1.5 1',
  jewellery: 'M7 4.5h10l3.5 5L12 20 3.5 9.5zM3.5 9.5h17M9 9.5 12 20l3-10.5M9.5 4.5 9 9.5M14.5 4.5l.5 5',
  book: 'M5 5.5C7.5 4.5 10 4.7 12 6c2-1.3 4.5-1.5 7-.5V19c-2.5-1-5-.8-7 .5-2-1.3-4.5-1.5-7-.5zM12 6v13.5',
  furniture:
    'M6 11V6.5A1.5 1.5 0 0 1 7.5 5h9A1.5 1.5 0 0 1 18 6.5V11M4 11.5a1.5 1.5 0 0 1 3 0V14h10v-2.5a1.5 1.5 0 0 1 3 0V18H4zM6 18v2M18 18v2',
}
