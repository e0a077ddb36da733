import { useTranslation } from 'react-i18next'
import type { FeedRun } from '#features/feeds/feed-calls.ts'
import { readableFacts, useFailureText } from '#ui/failure-text.ts'

export type FailureSentence = { what: string; todo: string }

/** What went wrong with a source and what to do about it. Each failure has both, or this does not compile. */
export function useFailureSentence(): (run: Pick<FeedRun, 'failure' | 'facts'>) => FailureSentence | null {
  const { t, i18n } = useTranslation('feed')
  const failureText = useFailureText()
  return ({ failure, facts }) => {
    if (failure === null) return null
    const { code } = facts
    const reason =
      failure === 'import_refused' && typeof code === 'string'
        ? failureText({ reason: code, facts, requestId: null })
        : ''
    const replace = { ...readableFacts(facts, i18n.language), reason }
    return {
      what: t(`failure.${failure}.what`, { replace }),
      todo: t(`failure.${failure}.do`, { replace }),
    }
  }
}
