import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { useFeedForm } from '#features/feeds/feed-form-context.ts'
import { readingProblemsOf } from '#features/feeds/feed-problems.ts'
import { MissingForTest } from '#features/feeds/missing-for-test.tsx'
import { definitionOf } from '#features/feeds/settings-of-draft.ts'
import { TestResult } from '#features/feeds/test-result.tsx'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { Notice } from '#ui/notice.tsx'

/** Asks the source for one page, each time somebody presses: it is not ours to be asked with every letter. */
export function FetchTest({ feedId }: { feedId: string | undefined }) {
  const { t } = useTranslation('feed')
  const { draft, kept } = useFeedForm()
  const test = useMutation(api.feeds.test.mutationOptions())
  const problems = readingProblemsOf(draft, kept)
  const asked = { definition: definitionOf(draft), mode: draft.mode, ...(feedId && { feedId }) }
  const stale = test.data !== undefined && JSON.stringify(asked) !== JSON.stringify(test.variables)
  if (problems.size > 0) return <MissingForTest problems={problems} />
  return (
    <div className="stack" aria-live="polite">
      <div className="row">
        <Button busy={test.isPending} onClick={() => test.mutate(asked)}>
          {t(test.data ? 'fetchAgain' : 'fetch')}
        </Button>
      </div>
      <MutationError error={test.error} />
      {stale ? <Notice tone="info">{t('testStale')}</Notice> : null}
      {test.data ? <TestResult tested={test.data} dimmed={stale} /> : null}
      {test.isIdle ? (
        <EmptyState icon="search" title={t('fetchNone')}>
          {t('fetchNoneBody')}
        </EmptyState>
      ) : null}
    </div>
  )
}
