import { useTranslation } from 'react-i18next'
import { readFailure } from '#api/failure.ts'
import { CopyText } from '#ui/copy-text.tsx'
import { useFailureText } from '#ui/failure-text.ts'
import { Notice } from '#ui/notice.tsx'

/** Why the last press did nothing, said at once to a reader too; nothing when there is no error. */
export function MutationError({ error }: { error: unknown }) {
  const { t } = useTranslation('common')
  const failureText = useFailureText()
  if (!error) return null
  const { requestId, reason } = readFailure(error)
  return (
    <div role="alert">
      <Notice tone="danger">
        {failureText(error)}
        {requestId && reason === 'internal' ? (
          <span className="small">
            {' '}
            {t('requestId')} <CopyText text={requestId} what={t('requestId')} />
          </span>
        ) : null}
      </Notice>
    </div>
  )
}
