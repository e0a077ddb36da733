import { useMutation } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { askAfterSalesAgain } from '#features/after-sales/ask-after-sales-again.ts'
import { Button } from '#ui/button.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { showToast } from '#ui/toast.ts'

export type BuyerStepProps = { row: Outputs['afterSales']['byLink'][number]; linkToken: string }

// Forms are heavy, and most who look at their order never need one. A public page brings no kit of its own for them.
const KitProvider = lazy(async () => ({ default: (await import('#ui/kit-provider.tsx')).KitProvider }))
const Escalate = lazy(async () => ({
  default: (await import('#features/after-sales/buyer-forms.tsx')).Escalate,
}))
const SendBack = lazy(async () => ({
  default: (await import('#features/after-sales/buyer-forms.tsx')).SendBack,
}))

const WITHDRAWABLE = ['requested', 'offered', 'refused', 'returning', 'disputed']

/** What the buyer can do now: take an offer, ask the platform, say how it comes back, or give it up. */
export function BuyerSteps({ row, linkToken }: BuyerStepProps) {
  const { t } = useTranslation('after-sale')
  const [escalating, setEscalating] = useState(false)
  const link = { linkToken, afterSaleId: row.id }
  const done = { onSuccess: async () => (showToast(t('saved')), askAfterSalesAgain()) }
  const accept = useMutation(api.afterSales.accept.mutationOptions(done))
  const withdraw = useMutation(api.afterSales.withdraw.mutationOptions(done))
  const mayEscalate = row.state === 'offered' || row.state === 'refused'
  return (
    <div className="stack">
      <Suspense fallback={null}>
        {row.state === 'returning' ? (
          <KitProvider>
            <SendBack row={row} linkToken={linkToken} />
          </KitProvider>
        ) : null}
        {escalating && mayEscalate ? (
          <KitProvider>
            <Escalate row={row} linkToken={linkToken} />
          </KitProvider>
        ) : null}
      </Suspense>
      <MutationError error={accept.error ?? withdraw.error} />
      <div className="row">
        {row.state === 'offered' ? (
          <Button kind="primary" busy={accept.isPending} onClick={() => accept.mutate(link)}>
            {t('buyer.accept')}
          </Button>
        ) : null}
        {mayEscalate && !escalating ? (
          <Button onClick={() => setEscalating(true)}>{t('buyer.escalate')}</Button>
        ) : null}
        {WITHDRAWABLE.includes(row.state) ? (
          <Button busy={withdraw.isPending} onClick={() => withdraw.mutate(link)}>
            {t('buyer.withdraw')}
          </Button>
        ) : null}
      </div>
    </div>
  )
}
