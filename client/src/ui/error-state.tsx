import { useTranslation } from 'react-i18next'
import { mayPass, readFailure } from '#api/failure.ts'
import { Button } from '#ui/button.tsx'
import { CopyText } from '#ui/copy-text.tsx'
import { Icon } from '#ui/icon.tsx'
import { useFailureText } from '#ui/failure-text.ts'

/** What failed, what to do about it, the request's id for whoever is asked to help, and another try where that could help. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: (() => void) | undefined }) {
  const { t } = useTranslation('common')
  const failureText = useFailureText()
  const { requestId } = readFailure(error)
  return (
    <div className="blank" role="alert">
      <Icon name="warning" />
      <h2>{t('failedToLoad')}</h2>
      <p>{failureText(error)}</p>
      {requestId ? (
        <p className="small">
          {t('requestId')} <CopyText text={requestId} what={t('requestId')} />
        </p>
      ) : null}
      {onRetry && mayPass(error) ? (
        <div className="row">
          <Button kind="primary" onClick={onRetry}>
            {t('retry')}
          </Button>
        </div>
      ) : null}
    </div>
  )
}
