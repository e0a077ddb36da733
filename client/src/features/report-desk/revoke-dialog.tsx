import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { StateTag } from '#app/state-tag.tsx'
import { askDeskAgain } from '#features/report-desk/ask-desk-again.ts'
import { ReasonDialog } from '#features/report-desk/reason-dialog.tsx'
import type { DeskReport } from '#features/report-desk/reports-page.tsx'
import { DateText } from '#ui/date-text.tsx'
import { Money } from '#ui/money.tsx'
import { Notice } from '#ui/notice.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { showToast } from '#ui/toast.ts'

/** What withdrawing would take off and block stands before the reason is asked for. */
export function RevokeDialog({ report, onClose }: { report: DeskReport; onClose: () => void }) {
  const { t } = useTranslation('report-desk')
  const preview = useQuery(api.reportDesk.previewRevoke.queryOptions({ reportId: report.id }))
  const revoke = useMutation(
    api.reportDesk.revoke.mutationOptions({
      onSuccess: async ({ blocked }) => {
        showToast(t('revoke.done', { count: blocked }))
        onClose()
        await askDeskAgain()
      },
    }),
  )
  return (
    <ReasonDialog
      title={t('revoke.title', { code: report.code })}
      send={t('revoke.send')}
      danger
      act={revoke}
      onSend={reason => revoke.mutate({ reportId: report.id, reason })}
      onClose={onClose}
    >
      <p>{report.title}</p>
      <QueryView query={preview} lines={3}>
        {found => <Effects found={found} />}
      </QueryView>
      <Notice tone="warning">{t('revoke.note')}</Notice>
    </ReasonDialog>
  )
}

function Effects({ found }: { found: Outputs['reportDesk']['previewRevoke'] }) {
  const { t } = useTranslation('report-desk')
  const { isCurrent, itemState, holds, orders } = found
  return (
    <section className="stack-tight" aria-label={t('revoke.effects')}>
      <p>
        <StateTag of="item" state={itemState} />{' '}
        {t(
          isCurrent
            ? itemState === 'available'
              ? 'revoke.takenOff'
              : 'revoke.current'
            : 'revoke.notCurrent',
        )}
      </p>
      <p className="strong">{t('revoke.holds', { count: holds.length })}</p>
      <ul className="small">
        {holds.map(hold => (
          <li key={`${hold.streamerName} ${hold.startsAt}`}>
            {hold.streamerName} · {hold.sessionTitle} · <DateText at={hold.startsAt} />
            {hold.paying ? ` · ${t('revoke.paying')}` : ''}
          </li>
        ))}
      </ul>
      <p className="strong">{t('revoke.orders', { count: orders.length })}</p>
      <ul className="small">
        {orders.map(order => (
          <li key={order.id}>
            <span className="mono">{order.no}</span> · <StateTag of="order" state={order.state} /> ·{' '}
            <Money fen={order.paidFen} />
            {order.streamerName ? ` · ${order.streamerName}` : ''}
          </li>
        ))}
      </ul>
    </section>
  )
}
