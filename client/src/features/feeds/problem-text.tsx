import { FEED_LIMITS } from '@haowu/shared/feeds.ts'
import { useTranslation } from 'react-i18next'
import type { Problem } from '#features/feeds/feed-problems.ts'

const BOUNDS = { least: FEED_LIMITS.everyMinutesLeast, most: FEED_LIMITS.everyMinutesMost }

export function ProblemText({ problem, id }: { problem: Problem | undefined; id?: string }) {
  const { t } = useTranslation('feed')
  return problem === undefined ? null : (
    <span id={id} className="field-error">
      {t(`problem.${problem}`, BOUNDS)}
    </span>
  )
}
