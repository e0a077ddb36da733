import { useTranslation } from 'react-i18next'
import type { FeedHealth } from '#features/feeds/feed-health.ts'
import { type Shape, StatusTag } from '#ui/status-tag.tsx'
import type { Tone } from '#ui/tokens.ts'

/** The health of a source as shape, word and colour. */
export function FeedLight({ health }: { health: FeedHealth }) {
  const { t } = useTranslation('feed')
  const [tone, shape] = LOOKS[health]
  return (
    <StatusTag tone={tone} shape={shape}>
      {t(`light.${health}`)}
    </StatusTag>
  )
}

const LOOKS: Record<FeedHealth, [Tone, Shape]> = {
  fresh: ['success', 'live'],
  reading: ['info', 'waiting'],
  new: ['info', 'waiting'],
  late: ['warning', 'attention'],
  waiting: ['warning', 'attention'],
  resting: ['danger', 'waiting'],
  failing: ['danger', 'refused'],
  needs_keys: ['danger', 'refused'],
  paused: ['neutral', 'off'],
}
