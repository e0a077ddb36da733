import { useMutation } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import type { BatchLine } from '#features/finance/payout-batch-lines.tsx'
import { reloadPayouts } from '#features/finance/reload-payouts.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { MutationError } from '#ui/mutation-error.tsx'

/** A line leaves the batch with a reason; its money is the party's again, and the batch has to be submitted anew. */
export function TakeOutDialog({ line, onClose }: { line: BatchLine; onClose: () => void }) {
  const { t } = useTranslation(['payout-batch', 'common'])
  const [reason, setReason] = useState('')
  const id = useId()
  const takeOut = useMutation(
    api.payoutBatches.takeOut.mutationOptions({
      onSuccess: async () => {
        await reloadPayouts()
        onClose()
      },
    }),
  )
  return (
    <Dialog title={t('takeOutOf', { party: line.partyName })} onClose={onClose}>
      <p className="secondary">{t('takeOutWords')}</p>
      <div className="stack-tight">
        <label htmlFor={id}>{t('reason')}</label>
        <input
          id={id}
          className="field"
          value={reason}
          maxLength={200}
          onChange={event => setReason(event.target.value)}
        />
      </div>
      <MutationError error={takeOut.error} />
      <div className="dialog-foot">
        <Button onClick={onClose}>{t('common:cancel')}</Button>
        <Button
          kind="danger"
          busy={takeOut.isPending}
          disabled={reason.trim().length < 2}
          onClick={() => takeOut.mutate({ payoutId: line.payoutId, reason: reason.trim() })}
        >
          {t('takeOut')}
        </Button>
      </div>
    </Dialog>
  )
}
