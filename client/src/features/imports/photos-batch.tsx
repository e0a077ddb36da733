import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { useFailureText } from '#ui/failure-text.ts'
import { Notice } from '#ui/notice.tsx'
import { ProgressBar } from '#ui/progress-bar.tsx'
import { QueryView } from '#ui/query-view.tsx'

type Batch = Outputs['media']['get']

const ASK_AGAIN_MS = 1_000

/** A ZIP of photos or papers was taken in; it is matched to items by its file names in the background, and this says how that went. */
export function PhotosBatch({ batchId }: { batchId: string }) {
  const query = useQuery({
    ...api.media.get.queryOptions({ batchId }),
    refetchInterval: ({ state }) => (state.data?.state === 'uploaded' ? ASK_AGAIN_MS : false),
  })
  return (
    <div role="status">
      <QueryView query={query} lines={2}>
        {batch => <Matched batch={batch} />}
      </QueryView>
    </div>
  )
}

function Matched({ batch }: { batch: Batch }) {
  const { t } = useTranslation('import')
  const failureText = useFailureText()
  if (batch.state === 'uploaded') return <ProgressBar label={t('photosMatching', { file: batch.fileName })} />
  if (batch.state === 'failed') {
    const failure = { reason: batch.errorCode, facts: batch.errorFacts, requestId: null }
    return (
      <Notice tone="danger" title={batch.fileName}>
        {failureText(failure)}
      </Notice>
    )
  }
  const { added = 0, known = 0 } = batch.counts
  return (
    <Notice
      tone={batch.left.length > 0 ? 'warning' : 'success'}
      title={t('photosDone', { count: added, items: batch.items })}
    >
      {known > 0 ? <p>{t('photosKnown', { count: known })}</p> : null}
      {batch.left.length > 0 ? (
        <details>
          <summary>{t('photosLeft', { count: batch.left.length })}</summary>
          <ul>
            {batch.left.map(({ name, outcome }) => (
              <li key={name}>
                {name} – {t(`photoOutcome.${outcome}`)}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </Notice>
  )
}
