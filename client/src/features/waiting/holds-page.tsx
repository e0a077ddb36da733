import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { usePages } from '#api/use-pages.ts'
import { StateTag } from '#app/state-tag.tsx'
import { RevokeDialog } from '#features/waiting/revoke-dialog.tsx'
import { WhoWaits } from '#features/waiting/who-waits.tsx'
import { Button } from '#ui/button.tsx'
import type { Column } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Tabs } from '#ui/filter-bar.tsx'
import { Money } from '#ui/money.tsx'
import { Page } from '#ui/page.tsx'
import { PagedList } from '#ui/paged-list.tsx'

/** Holds come and go with the evening. */
const LOOK_AGAIN_MS = 10_000

export type Held = Outputs['holds']['list']['rows'][number]

/** The supplier's pieces that shows hold now, who waits for them, and the way to take one back in time. */
export function HoldsPage() {
  const search = useSearch({ from: '/workspace/holds' })
  const navigate = useNavigate({ from: '/holds' })
  const waited = search.waited ?? false
  const query = usePages(
    api.holds.list.queryKey({ waited }),
    cursor => server.holds.list.query({ waited, cursor }),
    { lookAgainMs: LOOK_AGAIN_MS },
  )
  return (
    <Holds {...{ query, waited, by: 'supplier' }} onWaited={next => navigate({ search: { waited: next } })} />
  )
}

/** The same of all suppliers; an operator may take any of them back at any time. */
export function AllHoldsPage() {
  const search = useSearch({ from: '/workspace/operator/holds' })
  const navigate = useNavigate({ from: '/operator/holds' })
  const waited = search.waited ?? false
  const query = usePages(
    api.holds.listAll.queryKey({ waited }),
    cursor => server.holds.listAll.query({ waited, cursor }),
    { lookAgainMs: LOOK_AGAIN_MS },
  )
  return (
    <Holds {...{ query, waited, by: 'operator' }} onWaited={next => navigate({ search: { waited: next } })} />
  )
}

type HoldsProps = {
  query: ReturnType<typeof usePages<{ rows: Held[]; nextCursor: string | null }>>
  waited: boolean
  by: 'supplier' | 'operator'
  onWaited: (waited: true | undefined) => void
}

function Holds({ query, waited, by, onWaited }: HoldsProps) {
  const { t } = useTranslation('waiting')
  const [revoking, setRevoking] = useState<Held | null>(null)
  return (
    <Page title={t('holds.title')} lead={t(`holds.lead.${by}`)}>
      <Tabs
        label={t('holds.which')}
        value={waited ? 'waited' : 'all'}
        options={(['all', 'waited'] as const).map(value => ({ value, label: t(`holds.tab.${value}`) }))}
        onChange={value => onWaited(value === 'waited' || undefined)}
      />
      <PagedList
        query={query}
        caption={t('holds.title')}
        columns={useColumns(by, setRevoking)}
        rowKey={row => row.holdId}
        empty={
          <EmptyState icon="session" title={t(waited ? 'holds.noneWaited' : 'holds.none')}>
            {t('holds.noneBody')}
          </EmptyState>
        }
      />
      {revoking ? <RevokeDialog held={revoking} by={by} onClose={() => setRevoking(null)} /> : null}
    </Page>
  )
}

function useColumns(by: HoldsProps['by'], onRevoke: (row: Held) => void): Column<Held>[] {
  const { t } = useTranslation('waiting')
  return [
    {
      key: 'piece',
      title: t('holds.piece'),
      heading: true,
      width: '28%',
      cell: row => (
        <div className="stack-tight">
          <span className="strong">{row.title}</span>
          <span className="small secondary">
            <span className="mono">{row.sku}</span> · <Money fen={row.priceFen} />
            {by === 'operator' ? ` · ${row.supplierName}` : null}
          </span>
        </div>
      ),
    },
    {
      key: 'holder',
      title: t('holds.holder'),
      cell: row => (
        <div className="stack-tight">
          <span>{row.streamerName}</span>
          <span className="small secondary">{row.show}</span>
          <span>
            <StateTag of="session" state={row.showState} />
          </span>
        </div>
      ),
    },
    { key: 'starts', title: t('holds.starts'), cell: row => <DateText at={row.startsAt} /> },
    { key: 'until', title: t('holds.until'), cell: row => <DateText at={row.until} /> },
    { key: 'line', title: t('holds.line'), width: '20%', cell: row => <WhoWaits waiting={row.waiting} /> },
    {
      key: 'acts',
      title: t('holds.acts'),
      actions: true,
      cell: row => <Revoke {...{ row, by, onRevoke }} />,
    },
  ]
}

/** The button, or why there is none. */
function Revoke({ row, by, onRevoke }: { row: Held; by: HoldsProps['by']; onRevoke: (row: Held) => void }) {
  const { t } = useTranslation('waiting')
  if (row.beingPaid) return <span className="small secondary">{t('holds.beingPaid')}</span>
  if (by === 'supplier' && !row.revocable)
    return (
      <span className="small secondary">
        {t('holds.tooLate')} <DateText at={row.revocableUntil} />
      </span>
    )
  return (
    <Button
      size="small"
      aria-label={t('holds.revokeWhat', { title: row.title })}
      onClick={() => onRevoke(row)}
    >
      {t('holds.revoke')}
    </Button>
  )
}
