import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { usePages } from '#api/use-pages.ts'
import { Button } from '#ui/button.tsx'
import type { Column } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { PagedList } from '#ui/paged-list.tsx'
import { showToast } from '#ui/toast.ts'

type Bond = Outputs['agencyBonds']['list']['rows'][number]
type Side = 'agency' | 'streamer'

/** With whom one works or worked; either side may end it. */
export function AgencyBonds({ side }: { side: Side }) {
  const { t } = useTranslation('onboarding')
  const [ending, setEnding] = useState<Bond>()
  const query = usePages(api.agencyBonds.list.queryKey(), cursor => server.agencyBonds.list.query({ cursor }))
  const columns: Column<Bond>[] = [
    {
      key: 'partner',
      title: t('agency.partner'),
      heading: true,
      cell: bond => (side === 'agency' ? bond.streamerName : bond.agencyName),
    },
    { key: 'since', title: t('agency.since'), cell: bond => <DateText at={bond.since} form="day" /> },
    {
      key: 'ends',
      title: t('agency.ends'),
      cell: bond => (bond.endsAt ? <DateText at={bond.endsAt} /> : '–'),
    },
    {
      key: 'act',
      title: t('agency.act'),
      cell: bond =>
        bond.endsAt ? null : (
          <Button size="small" onClick={() => setEnding(bond)}>
            {t('agency.end')}
          </Button>
        ),
    },
  ]
  return (
    <>
      <PagedList
        query={query}
        caption={t('agency.title')}
        columns={columns}
        rowKey={bond => bond.bondId}
        empty={<EmptyState title={t('agency.none')} />}
      />
      {ending ? <EndDialog bond={ending} onClose={() => setEnding(undefined)} /> : null}
    </>
  )
}

function EndDialog({ bond, onClose }: { bond: Bond; onClose: () => void }) {
  const { t } = useTranslation('onboarding')
  const end = useMutation(
    api.agencyBonds.end.mutationOptions({
      onSuccess: async () => {
        showToast(t('agency.ended'))
        onClose()
        await queryClient.invalidateQueries({ queryKey: api.agencyBonds.pathKey() })
      },
    }),
  )
  return (
    <Dialog title={t('agency.endTitle')} onClose={onClose}>
      <p className="strong">
        {bond.agencyName} · {bond.streamerName}
      </p>
      <p>{t('agency.endBody')}</p>
      <MutationError error={end.error} />
      <div className="dialog-foot">
        <Button onClick={onClose}>{t('agency.keep')}</Button>
        <Button kind="danger" busy={end.isPending} onClick={() => end.mutate({ bondId: bond.bondId })}>
          {t('agency.end')}
        </Button>
      </div>
    </Dialog>
  )
}
