import { Link } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { Feed } from '#features/feeds/feed-calls.ts'
import { type FeedHealth, healthOf } from '#features/feeds/feed-health.ts'
import { useFailureSentence } from '#features/feeds/use-failure-sentence.ts'
import { formatMoment } from '#ui/date-text.tsx'
import { Notice } from '#ui/notice.tsx'
import { formatRelative } from '#ui/relative-time.ts'
import type { Tone } from '#ui/tokens.ts'

/** What there is to know about a source that is not simply fine, in sentences, with the one thing to do. */
export function FeedNotice({ feed, now }: { feed: Feed; now: number }) {
  const { t, i18n } = useTranslation('feed')
  const failureSentence = useFailureSentence()
  const health = healthOf(feed, now)
  const tone = TONES[health]
  const failure = feed.lastRun && FAILED.has(health) ? failureSentence(feed.lastRun) : null
  if (tone === undefined) return null
  return (
    <Notice
      tone={tone}
      title={sentenceOf({ feed, now, health, t, language: i18n.language })}
      action={<Action feed={feed} health={health} />}
    >
      {failure ? t('whatTodo', { replace: failure }) : null}
    </Notice>
  )
}

const TONES: Partial<Record<FeedHealth, Tone>> = {
  late: 'warning',
  waiting: 'warning',
  resting: 'danger',
  failing: 'danger',
  needs_keys: 'danger',
  paused: 'neutral',
  new: 'info',
}
const FAILED: ReadonlySet<FeedHealth> = new Set(['resting', 'failing'])

type Told = { feed: Feed; now: number; health: FeedHealth; t: TFunction<'feed'>; language: string }

function sentenceOf({ feed, now, health, t, language }: Told): string {
  const { confirmedAt, failures, openUntil } = feed
  if (health === 'late' && confirmedAt !== null)
    return t('lag', { time: formatRelative(Date.parse(confirmedAt) - now, language) })
  if (health === 'resting' && openUntil !== null)
    return t('resting', { times: failures, until: formatMoment(openUntil, language, 'minute') })
  if (health === 'failing') return t('failing', { times: failures })
  if (health === 'waiting') return t('waiting')
  if (health === 'needs_keys') return t('needsKeys')
  return health === 'paused' ? t('pausedNote') : t('newNote')
}

function Action({ feed: { feedId, lastRun }, health }: { feed: Feed; health: FeedHealth }) {
  const { t } = useTranslation('feed')
  if (health === 'waiting' && lastRun?.importId)
    return (
      <Link className="button" to="/imports/$importId" params={{ importId: lastRun.importId }}>
        {t('waitingLink')}
      </Link>
    )
  if (health !== 'needs_keys') return null
  return (
    <Link className="button" to="/feeds/$feedId/edit" params={{ feedId }} hash="keys">
      {t('needsKeysLink')}
    </Link>
  )
}
