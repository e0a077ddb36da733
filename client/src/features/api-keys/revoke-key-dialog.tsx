import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import type { ApiKey } from '#features/api-keys/api-keys-page.tsx'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { MutationError } from '#ui/mutation-error.tsx'

/** A program that still uses the key stops with its next call, so this asks first. */
export function RevokeKeyDialog({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const { t } = useTranslation('api-key')
  const revoke = useMutation(
    api.apiKeys.revoke.mutationOptions({
      onSuccess: async () => {
        onClose()
        await queryClient.invalidateQueries({ queryKey: api.apiKeys.list.queryKey() })
      },
    }),
  )
  return (
    <Dialog title={t('revokeTitle', { name: apiKey.name })} onClose={onClose}>
      <p>{t('revokeBody')}</p>
      <MutationError error={revoke.error} />
      <div className="dialog-foot">
        <Button onClick={onClose}>{t('cancel')}</Button>
        <Button kind="danger" busy={revoke.isPending} onClick={() => revoke.mutate({ keyId: apiKey.keyId })}>
          {t('revoke')}
        </Button>
      </div>
    </Dialog>
  )
}
