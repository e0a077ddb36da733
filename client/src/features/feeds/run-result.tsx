import type { FeedOutcome } from '@haowu/shared/feeds.ts'
import { useTranslation } from 'react-i18next'
import type { FeedRun } from '#features/feeds/feed-calls.ts'
import { useFailureSentence } from '#features/feeds/use-failure-sentence.ts'
import { type Shape, StatusTag } from '#ui/status-tag.tsx'
import type { Tone } from '#ui/tokens.ts'

export function RunOutcome({ run: { outcome } }: { run: FeedRun }) {
  const { t } = useTranslation('feed')
  const [tone, shape] = LOOKS[outcome]
  return (
    <StatusTag tone={tone} shape={shape}>
      {t(`outcome.${outcome}`)}
    </StatusTag>
  )
}

const LOOKS: Record<FeedOutcome, [Tone, Shape]> = {
  running: ['info', 'waiting'],
  importing: ['info', 'waiting'],
  waiting: ['warning', 'attention'],
  applied: ['success', 'live'],
  unchanged: ['neutral', 'live'],
  undone: ['neutral', 'off'],
  failed: ['danger', 'refused'],
}

/** What a reading changed, or why it changed nothing and what to do. */
export function RunResult({ run }: { run: FeedRun }) {
  const { t } = useTranslation('feed')
  const failure = useFailureSentence()(run)
  if (failure)
    return (
      <div className="stack-tight">
        <span>{failure.what}</span>
        <span className="small secondary">{failure.todo}</span>
      </div>
    )
  const { counts, outcome } = run
  const parts = CHANGES.flatMap(key => {
    const count = counts?.[key] ?? 0
    return count > 0 ? [t(`change.${key}`, { count })] : []
  })
  if (parts.length > 0) return <>{parts.join(' · ')}</>
  return <>{outcome === 'unchanged' || outcome === 'applied' ? t('nothingChanged') : '–'}</>
}

const CHANGES = ['new', 'changed', 'missing', 'errors'] as const
