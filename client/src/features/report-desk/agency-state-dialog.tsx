import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import type { Agency } from '#features/report-desk/agencies-page.tsx'
import { askDeskAgain } from '#features/report-desk/ask-desk-again.ts'
import { ReasonDialog } from '#features/report-desk/reason-dialog.tsx'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { showToast } from '#ui/toast.ts'

/** Ends an agency's right to new reports, with a reason, or gives it back. */
export function AgencyStateDialog({ agency, onClose }: { agency: Agency; onClose: () => void }) {
  const { t } = useTranslation('report-desk')
  const { t: common } = useTranslation('common')
  const isActive = agency.state === 'active'
  const change = useMutation(
    api.agencies.setState.mutationOptions({
      onSuccess: async () => {
        showToast(t(isActive ? 'agencies.suspended' : 'agencies.restored'))
        onClose()
        await askDeskAgain()
      },
    }),
  )
  const set = (reason: string | null) => change.mutate({ inspectionAgencyId: agency.id, reason })
  if (isActive)
    return (
      <ReasonDialog
        title={t('agencies.suspendTitle', { name: agency.name })}
        send={t('agencies.act.active')}
        danger
        act={change}
        onSend={set}
        onClose={onClose}
      >
        <p>{t('agencies.suspendNote', { count: agency.inForce })}</p>
      </ReasonDialog>
    )
  return (
    <Dialog title={t('agencies.restoreTitle', { name: agency.name })} onClose={onClose}>
      <div className="stack">
        <p>{t('agencies.restoreNote', { reason: agency.stateReason })}</p>
        <MutationError error={change.error} />
        <div className="dialog-foot">
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button kind="primary" busy={change.isPending} onClick={() => set(null)}>
            {t('agencies.act.suspended')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
