import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { usePages } from '#api/use-pages.ts'
import type { Column } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Money } from '#ui/money.tsx'
import { PagedList } from '#ui/paged-list.tsx'

type Share = Outputs['finance']['settledShares']['rows'][number]

type DialogProps = { batchId: string; party: { partyId: string; partyName: string }; onClose: () => void }

/** The orders of which a batch's line of one party is made, a page at a time. */
export function SettledDialog({ batchId, party: { partyId, partyName }, onClose }: DialogProps) {
  const { t } = useTranslation('finance')
  const input = { batchId, partyId }
  const query = usePages(api.finance.settledShares.queryKey(input), cursor =>
    server.finance.settledShares.query({ ...input, cursor }),
  )
  return (
    <Dialog title={t('settlements.ordersOf', { party: partyName })} onClose={onClose} wide>
      <PagedList
        query={query}
        caption={t('settlements.ordersOf', { party: partyName })}
        columns={useColumns()}
        rowKey={share => `${share.orderNo}-${share.role}`}
        empty={
          <EmptyState icon="order" title={t('settlements.noOrders')}>
            {t('settlements.noOrdersBody')}
          </EmptyState>
        }
      />
    </Dialog>
  )
}

function useColumns(): Column<Share>[] {
  const { t } = useTranslation('finance')
  return [
    {
      key: 'order',
      title: t('settlements.order'),
      heading: true,
      cell: ({ orderNo }) => (
        <Link to="/finance/orders/$orderNo" params={{ orderNo }} className="mono">
          {orderNo}
        </Link>
      ),
    },
    { key: 'role', title: t('settlements.role'), cell: share => t(`role.${share.role}`) },
    { key: 'at', title: t('settlements.splitAt'), cell: share => <DateText at={share.createdAt} /> },
    {
      key: 'earned',
      title: t('settlements.earned'),
      align: 'end',
      cell: share => <Money fen={share.earnedFen} />,
    },
    {
      key: 'settled',
      title: t('settlements.settled'),
      align: 'end',
      cell: share => <Money fen={share.settledFen} />,
    },
  ]
}
