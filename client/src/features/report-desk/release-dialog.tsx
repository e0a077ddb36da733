import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { StateTag } from '#app/state-tag.tsx'
import { askDeskAgain } from '#features/report-desk/ask-desk-again.ts'
import { ReasonDialog } from '#features/report-desk/reason-dialog.tsx'
import type { DeskReport } from '#features/report-desk/reports-page.tsx'
import { Money } from '#ui/money.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { showToast } from '#ui/toast.ts'

/** The orders that a withdrawn report keeps from settlement, let go together; what a case blocks stays blocked. */
export function ReleaseDialog({ report, onClose }: { report: DeskReport; onClose: () => void }) {
  const { t } = useTranslation('report-desk')
  const preview = useQuery(api.reportDesk.previewRevoke.queryOptions({ reportId: report.id }))
  const release = useMutation(
    api.reportDesk.releaseOrders.mutationOptions({
      onSuccess: async ({ released }) => {
        showToast(t('release.done', { count: released }))
        onClose()
        await askDeskAgain()
      },
    }),
  )
  return (
    <ReasonDialog
      title={t('release.title', { code: report.code })}
      send={t('release.send', { count: report.blockedOrders })}
      act={release}
      onSend={reason => release.mutate({ reportId: report.id, reason })}
      onClose={onClose}
    >
      <p>{t('release.note', { reason: report.revokedReason })}</p>
      <QueryView query={preview} lines={2}>
        {({ orders }) => (
          <ul className="small">
            {orders.map(order => (
              <li key={order.id}>
                <span className="mono">{order.no}</span> · <StateTag of="order" state={order.state} /> ·{' '}
                <Money fen={order.paidFen} />
              </li>
            ))}
          </ul>
        )}
      </QueryView>
    </ReasonDialog>
  )
}
