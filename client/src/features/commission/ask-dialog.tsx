import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import type { Door } from '#features/commission/item-offer.tsx'
import { ReasonDialog } from '#features/commission/reason-dialog.tsx'
import { KitProvider } from '#ui/kit-provider.tsx'
import { showToast } from '#ui/toast.ts'

/** Asks a supplier for his plan, with a word to him. */
export function AskDialog({ door, onClose }: { door: Door; onClose: () => void }) {
  const { t } = useTranslation('commissions')
  const ask = useMutation(
    api.offers.ask.mutationOptions({
      onSuccess: () => {
        showToast(t('asked'))
        onClose()
      },
      onSettled: () => queryClient.invalidateQueries({ queryKey: api.offers.pathKey() }),
    }),
  )
  return (
    <KitProvider>
      <ReasonDialog
        title={t('askTitle')}
        label={t('askNote')}
        act={t('sendRequest')}
        busy={ask.isPending}
        error={ask.error}
        onClose={onClose}
        onSubmit={note => ask.mutate({ planId: door.planId, note })}
      />
    </KitProvider>
  )
}
