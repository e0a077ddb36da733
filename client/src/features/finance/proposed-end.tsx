import { useMutation } from '@tanstack/react-query'
import { useRouteContext } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { reloadPayouts } from '#features/finance/reload-payouts.ts'
import { ConfirmButton } from '#ui/confirm-button.tsx'
import { MutationError } from '#ui/mutation-error.tsx'

type Proposed = {
  payoutId: string
  proposedOutcome: 'failed' | 'returned' | null
  proposedReference: string | null
  proposedBy: string | null
  proposedByName: string | null
}

/** What one person says of a payout's end: a second one agrees by saying the same, and either takes it back. */
export function ProposedEnd({ payout }: { payout: Proposed }) {
  const { t } = useTranslation('payout-batch')
  const userId = useRouteContext({ from: '/workspace', select: ({ me }) => me.user.userId })
  const { payoutId, proposedOutcome: outcome, proposedReference, proposedBy, proposedByName } = payout
  const settled = { onSettled: reloadPayouts }
  const fail = useMutation(api.payoutBatches.recordOutcome.mutationOptions(settled))
  const bringBack = useMutation(api.payouts.markReturned.mutationOptions(settled))
  const drop = useMutation(api.payouts.dropEnd.mutationOptions(settled))
  if (outcome === null) return null
  const reference = proposedReference ?? ''
  const agree = () =>
    outcome === 'failed' ? fail.mutate({ payoutId, outcome }) : bringBack.mutate({ payoutId, reference })
  const name = proposedByName ?? '–'
  return (
    <div className="stack-tight">
      <span className="small secondary">{t(`proposed.${outcome}`, { name, reference })}</span>
      {proposedBy === userId ? <span className="small secondary">{t('proposed.yours')}</span> : null}
      <div className="row">
        {proposedBy === userId ? null : (
          <ConfirmButton
            size="small"
            busy={fail.isPending || bringBack.isPending}
            words={t(`proposed.agreeWords.${outcome}`, { reference })}
            onConfirm={agree}
          >
            {t('proposed.agree')}
          </ConfirmButton>
        )}
        <ConfirmButton
          size="small"
          kind="quiet"
          busy={drop.isPending}
          words={t('proposed.dropWords')}
          onConfirm={() => drop.mutate({ payoutId })}
        >
          {t('proposed.drop')}
        </ConfirmButton>
      </div>
      <MutationError error={fail.error ?? bringBack.error ?? drop.error} />
    </div>
  )
}
