import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { usePages } from '#api/use-pages.ts'
import type { Column } from '#ui/data-table.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Money } from '#ui/money.tsx'
import { Page } from '#ui/page.tsx'
import { PagedList } from '#ui/paged-list.tsx'
import { StatusTag } from '#ui/status-tag.tsx'

type Deposit = Outputs['deposits']['listAll']['rows'][number]

/** Every party's deposit side by side: due, paid in, held, and who is short. */
export function DepositsPage() {
  const { t } = useTranslation('operator')
  const query = usePages(api.deposits.listAll.queryKey(), cursor => server.deposits.listAll.query({ cursor }))
  return (
    <Page title={t('deposits.title')} lead={t('deposits.lead')}>
      <PagedList
        query={query}
        caption={t('deposits.title')}
        columns={useColumns()}
        rowKey={row => row.id}
        empty={<EmptyState title={t('deposits.none')}>{t('deposits.noneBody')}</EmptyState>}
      />
    </Page>
  )
}

function useColumns(): Column<Deposit>[] {
  const { t } = useTranslation('operator')
  const amount = (
    key: 'due' | 'balance' | 'held' | 'free',
    fen: (row: Deposit) => string,
  ): Column<Deposit> => ({
    key,
    title: t(`deposits.${key}`),
    align: 'end',
    cell: row => <Money fen={fen(row)} />,
  })
  return [
    { key: 'party', title: t('deposits.party'), heading: true, cell: row => row.name },
    {
      key: 'kind',
      title: t('parties.kind'),
      cell: row => t(row.kind === 'streamer' ? 'kind.streamer' : 'kind.supplier'),
    },
    amount('due', row => row.due.dueFen),
    amount('balance', row => row.balanceFen),
    amount('held', row => row.heldFen),
    amount('free', row => row.freeFen),
    { key: 'short', title: t('deposits.short'), cell: row => <Short fen={row.shortFen} /> },
  ]
}

function Short({ fen }: { fen: string }) {
  const { t } = useTranslation('operator')
  if (BigInt(fen) === 0n) {
    return (
      <StatusTag tone="success" shape="live">
        {t('deposits.enough')}
      </StatusTag>
    )
  }
  return (
    <StatusTag tone="warning" shape="attention">
      <Money fen={fen} />
    </StatusTag>
  )
}
