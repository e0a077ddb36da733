import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { ReasonDialog } from '#features/report-desk/reason-dialog.tsx'
import type { Held } from '#features/waiting/holds-page.tsx'
import { showToast } from '#ui/toast.ts'

type RevokeDialogProps = { held: Held; by: 'supplier' | 'operator'; onClose: () => void }

/** Says what becomes of the piece and of who waits for it before the reason is asked for; the streamer reads the reason. */
export function RevokeDialog({ held, by, onClose }: RevokeDialogProps) {
  const { t } = useTranslation('waiting')
  const [passOn, setPassOn] = useState(true)
  const options = {
    onSuccess: async () => {
      showToast(t('holds.revoked', { title: held.title }))
      onClose()
      await queryClient.invalidateQueries({ queryKey: api.holds.pathKey() })
    },
  }
  const asSupplier = useMutation(api.holds.revoke.mutationOptions(options))
  const asOperator = useMutation(api.holds.revokeAny.mutationOptions(options))
  const act = by === 'supplier' ? asSupplier : asOperator
  const [next] = held.waiting
  return (
    <ReasonDialog
      title={t('holds.revokeTitle', { title: held.title })}
      send={t('holds.revoke')}
      danger
      act={act}
      onSend={reason => act.mutate({ holdId: held.holdId, reason, passOn })}
      onClose={onClose}
    >
      <p>{t('holds.revokeNote', { streamer: held.streamerName, show: held.show })}</p>
      <fieldset className="stack-tight">
        <legend className="visually-hidden">{t('holds.then')}</legend>
        <label className="row">
          <input type="radio" name="then" checked={passOn} onChange={() => setPassOn(true)} />
          {next ? t('holds.passOn', { streamer: next.streamerName }) : t('holds.toPlaza')}
        </label>
        <label className="row">
          <input type="radio" name="then" checked={!passOn} onChange={() => setPassOn(false)} />
          {t('holds.offSale')}
        </label>
      </fieldset>
    </ReasonDialog>
  )
}
