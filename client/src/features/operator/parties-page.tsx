import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { usePages } from '#api/use-pages.ts'
import { StateTag } from '#app/state-tag.tsx'
import { AdmissionsDialog } from '#features/operator/admissions-dialog.tsx'
import { PARTY_KINDS } from '#features/operator/routes.ts'
import { Button } from '#ui/button.tsx'
import { CopyText } from '#ui/copy-text.tsx'
import type { Column } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Tabs } from '#ui/filter-bar.tsx'
import { Page } from '#ui/page.tsx'
import { PagedList } from '#ui/paged-list.tsx'

type Party = Outputs['parties']['list']['rows'][number]

export function PartiesPage() {
  const { t } = useTranslation('operator')
  const { kind } = useSearch({ from: '/workspace/operator/parties' })
  const navigate = useNavigate({ from: '/operator/parties' })
  const [shown, setShown] = useState<Party>()
  const query = usePages(api.parties.list.queryKey({ kind }), cursor =>
    server.parties.list.query({ kind, cursor }),
  )
  return (
    <Page title={t('parties.title')} lead={t('parties.lead')}>
      <Tabs
        label={t('parties.kind')}
        value={kind ?? 'all'}
        options={[
          { value: 'all', label: t('parties.all') },
          ...PARTY_KINDS.map(value => ({ value, label: t(`kind.${value}`) })),
        ]}
        onChange={value => navigate({ search: { kind: value === 'all' ? undefined : value } })}
      />
      <PagedList
        query={query}
        caption={t('parties.title')}
        columns={useColumns(setShown)}
        rowKey={party => party.id}
        empty={<EmptyState title={t('parties.none')}>{t('parties.noneBody')}</EmptyState>}
      />
      {shown ? (
        <AdmissionsDialog partyId={shown.id} name={shown.name} onClose={() => setShown(undefined)} />
      ) : null}
    </Page>
  )
}

function useColumns(onAdmissions: (party: Party) => void): Column<Party>[] {
  const { t } = useTranslation('operator')
  return [
    { key: 'name', title: t('parties.name'), heading: true, cell: party => party.name },
    { key: 'kind', title: t('parties.kind'), cell: party => <PartyKind kind={party.kind} /> },
    { key: 'state', title: t('parties.state'), cell: party => <StateTag of="party" state={party.state} /> },
    { key: 'tier', title: t('parties.tier'), cell: party => party.tier },
    {
      key: 'created',
      title: t('parties.since'),
      cell: party => <DateText at={party.createdAt} form="day" />,
    },
    {
      key: 'admissions',
      title: t('admissions.open'),
      cell: party =>
        party.kind === 'supplier' ? (
          <Button size="small" onClick={() => onAdmissions(party)}>
            {t('admissions.open')}
          </Button>
        ) : null,
    },
    {
      key: 'id',
      title: t('parties.id'),
      cell: party => (
        <CopyText text={party.id} what={t('parties.id')}>
          <span className="mono">…{party.id.slice(-6)}</span>
        </CopyText>
      ),
    },
  ]
}

function PartyKind({ kind }: { kind: string }) {
  const { t } = useTranslation('operator')
  const known = PARTY_KINDS.find(each => each === kind)
  return known ? t(`kind.${known}`) : kind
}
