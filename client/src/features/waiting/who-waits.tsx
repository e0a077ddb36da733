import { useTranslation } from 'react-i18next'
import type { Held } from '#features/waiting/holds-page.tsx'
import { DateText } from '#ui/date-text.tsx'

const SHOWN = 3

/** The line of one piece in its order; a long one unfolds. */
export function WhoWaits({ waiting }: Pick<Held, 'waiting'>) {
  const { t } = useTranslation('waiting')
  if (waiting.length === 0) return <span className="secondary">{t('holds.nobody')}</span>
  const [first, rest] = [waiting.slice(0, SHOWN), waiting.slice(SHOWN)]
  return (
    <div className="stack-tight">
      <Line waiting={first} />
      {rest.length > 0 ? (
        <details>
          <summary>{t('holds.more', { count: rest.length })}</summary>
          <Line waiting={rest} start={SHOWN + 1} />
        </details>
      ) : null}
    </div>
  )
}

function Line({ waiting, start = 1 }: Pick<Held, 'waiting'> & { start?: number }) {
  return (
    <ol start={start} className="small">
      {waiting.map(({ streamerName, show, startsAt, askedAt }) => (
        <li key={askedAt + streamerName}>
          {streamerName}{' '}
          <span className="secondary">
            {show} · <DateText at={startsAt} />
          </span>
        </li>
      ))}
    </ol>
  )
}
