import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { askDeskAgain } from '#features/report-desk/ask-desk-again.ts'
import type { Quarantined } from '#features/report-desk/quarantine-page.tsx'
import { ReasonDialog } from '#features/report-desk/reason-dialog.tsx'
import { showToast } from '#ui/toast.ts'

export type Verdict = 'release' | 'withdraw'
type Props = { row: Quarantined; verdict: Verdict; onClose: () => void }

/** Says in words what becomes of either piece before the reason is asked for. */
export function QuarantineDialog({ row, verdict, onClose }: Props) {
  const { t } = useTranslation('report-desk')
  const decide = useMutation(
    api.reportDesk.decideQuarantine.mutationOptions({
      onSuccess: async ({ state }) => {
        showToast(t(state === 'available' ? 'quarantine.onOffer' : `quarantine.done.${verdict}`))
        onClose()
        await askDeskAgain()
      },
    }),
  )
  const { piece, clash } = row
  return (
    <ReasonDialog
      title={t(`quarantine.${verdict}Title`, { supplier: piece.supplierName, sku: piece.sku })}
      send={t(`quarantine.${verdict}`)}
      danger={verdict === 'withdraw' || clash !== null}
      act={decide}
      onSend={reason => decide.mutate({ itemId: row.id, verdict, reason })}
      onClose={onClose}
    >
      {verdict === 'withdraw' ? (
        <p>{t('quarantine.withdrawNote')}</p>
      ) : clash ? (
        <>
          <p>{t('quarantine.releaseClash', { supplier: clash.supplierName, sku: clash.sku })}</p>
          {clash.held ? <p className="strong">{t('quarantine.heldNote')}</p> : null}
        </>
      ) : (
        <p>{t(`quarantine.releaseNote.${row.cause === 'loan' ? 'loan' : 'cleared'}`)}</p>
      )}
    </ReasonDialog>
  )
}
