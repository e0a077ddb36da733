import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { Button } from '#ui/button.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { Notice } from '#ui/notice.tsx'

/** Derives every balance from zero, on request, and says what was checked or which row disagrees. */
export function ProvePanel() {
  const { t } = useTranslation('finance')
  const prove = useMutation(api.finance.prove.mutationOptions())
  const proof = prove.data
  return (
    <section className="panel stack" aria-labelledby="prove">
      <div>
        <h2 id="prove">{t('prove.title')}</h2>
        <p className="secondary">{t('prove.lead')}</p>
      </div>
      <div className="row">
        <Button icon="check" busy={prove.isPending} onClick={() => prove.mutate()}>
          {t('prove.start')}
        </Button>
      </div>
      <div aria-live="polite">
        {proof && !proof.disagreement ? (
          <Notice tone="success" title={t('prove.holds')}>
            {t('prove.checked', {
              legs: proof.legs,
              transactions: proof.transactions,
              accounts: proof.accounts,
            })}
          </Notice>
        ) : null}
        {proof?.disagreement ? (
          <Notice tone="danger" title={t('prove.fails')}>
            <p>{proof.disagreement.check}</p>
            <p className="mono">
              {proof.disagreement.row}: {proof.disagreement.expected} ≠ {proof.disagreement.found}
            </p>
          </Notice>
        ) : null}
      </div>
      <MutationError error={prove.error} />
    </section>
  )
}
