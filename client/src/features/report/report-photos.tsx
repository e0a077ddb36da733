import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { sha256Hex } from '#features/report/check-signature.ts'
import type { SignedFacts, SignedMedia } from '#features/report/signed-facts.ts'
import { StatusTag } from '#ui/status-tag.tsx'

/** The photos that were signed, with the defects marked where they are, each compared here with its signed hash. */
export function ReportPhotos({ facts }: { facts: SignedFacts }) {
  const { t } = useTranslation('report')
  const photos = (facts.media ?? []).filter(({ kind }) => kind !== 'pdf')
  if (photos.length === 0) return null
  return (
    <section className="panel stack" aria-labelledby="report-photos">
      <div>
        <h2 id="report-photos">{t('photos')}</h2>
        <p className="secondary small">{t('photosNote')}</p>
      </div>
      <ul className="report-photos">
        {photos.map(photo => (
          <li key={photo.sha256}>
            <SignedPhoto
              photo={photo}
              marks={(facts.marks ?? []).filter(mark => mark.photo === photo.sha256)}
            />
          </li>
        ))}
      </ul>
    </section>
  )
}

function SignedPhoto({ photo, marks }: { photo: SignedMedia; marks: NonNullable<SignedFacts['marks']> }) {
  const { t } = useTranslation('report')
  const [state, setState] = useState<'waiting' | 'genuine' | 'forged' | 'missing'>('waiting')
  const address = `/media/${photo.sha256}.${photo.kind}`
  const compare = async () => {
    if (!globalThis.crypto?.subtle) return
    // The picture is on screen, so the browser has its bytes; nothing is fetched a second time.
    const bytes = await (await fetch(address, { cache: 'force-cache' })).arrayBuffer()
    setState((await sha256Hex(bytes)) === photo.sha256 ? 'genuine' : 'forged')
  }
  return (
    <figure className="report-photo">
      <div className="report-photo-frame">
        <img
          src={address}
          alt={t(`shows.${photo.shows}`)}
          loading="lazy"
          onLoad={() => void compare().catch(() => setState('waiting'))}
          onError={() => setState('missing')}
        />
        {marks.map((mark, index) => (
          <span
            // oxlint-disable-next-line react/no-array-index-key -- signed marks never move
            key={index}
            className="report-mark"
            aria-hidden="true"
            style={{
              insetInlineStart: `${mark.region.x / 10}%`,
              insetBlockStart: `${mark.region.y / 10}%`,
              width: `${mark.region.w / 10}%`,
              height: `${mark.region.h / 10}%`,
            }}
          >
            <span>{index + 1}</span>
          </span>
        ))}
      </div>
      <figcaption className="stack-tight">
        <span className="row">
          {t(`shows.${photo.shows}`)}
          {state === 'waiting' ? null : (
            <StatusTag
              tone={state === 'genuine' ? 'success' : 'danger'}
              shape={state === 'genuine' ? 'live' : 'refused'}
            >
              {t(`photoCheck.${state}`)}
            </StatusTag>
          )}
        </span>
        {marks.length > 0 ? (
          <ol className="report-mark-list small">
            {marks.map((mark, index) => (
              // oxlint-disable-next-line react/no-array-index-key -- signed marks never move
              <li key={index}>
                {t(`marks.${mark.kind}`)} {mark.note}
              </li>
            ))}
          </ol>
        ) : null}
      </figcaption>
    </figure>
  )
}
