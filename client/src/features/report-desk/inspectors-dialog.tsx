import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import type { Agency } from '#features/report-desk/agencies-page.tsx'
import { askDeskAgain } from '#features/report-desk/ask-desk-again.ts'
import { ReasonDialog } from '#features/report-desk/reason-dialog.tsx'
import { StandingTag } from '#features/report-desk/standing-tag.tsx'
import { Button } from '#ui/button.tsx'
import { type Column, DataTable } from '#ui/data-table.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { showToast } from '#ui/toast.ts'

type Inspector = Outputs['agencies']['inspectors'][number]

/** Who inspects for an agency, by which certificate and with what result; suspended one by one. */
export function InspectorsDialog({ agency, onClose }: { agency: Agency; onClose: () => void }) {
  const { t } = useTranslation('report-desk')
  const [leaving, setLeaving] = useState<Inspector | null>(null)
  const query = useQuery(api.agencies.inspectors.queryOptions({ inspectionAgencyId: agency.id }))
  const change = useChange(() => setLeaving(null))
  const columns = useColumns(inspector => {
    if (inspector.state === 'active') setLeaving(inspector)
    else change.mutate({ inspectorId: inspector.id, reason: null })
  })
  if (leaving)
    return (
      <ReasonDialog
        title={t('inspectors.suspendTitle', { name: leaving.name })}
        send={t('agencies.act.active')}
        danger
        act={change}
        onSend={reason => change.mutate({ inspectorId: leaving.id, reason })}
        onClose={() => setLeaving(null)}
      />
    )
  return (
    <Dialog title={t('inspectors.title', { name: agency.name })} onClose={onClose} wide>
      <div className="stack">
        <QueryView query={query} lines={3}>
          {rows =>
            rows.length === 0 ? (
              <EmptyState icon="party" title={t('inspectors.none')} />
            ) : (
              <DataTable
                caption={t('agencies.act.inspectors')}
                rows={rows}
                rowKey={row => row.id}
                columns={columns}
              />
            )
          }
        </QueryView>
        <MutationError error={change.error} />
        <EnterInspector agencyId={agency.id} />
      </div>
    </Dialog>
  )
}

function useChange(onDone: () => void) {
  const { t } = useTranslation('report-desk')
  return useMutation(
    api.agencies.setInspectorState.mutationOptions({
      onSuccess: async (_, { reason }) => {
        showToast(t(reason === null ? 'agencies.restored' : 'agencies.suspended'))
        onDone()
        await askDeskAgain()
      },
    }),
  )
}

function useColumns(onChange: (inspector: Inspector) => void): Column<Inspector>[] {
  const { t } = useTranslation('report-desk')
  return [
    { key: 'name', title: t('inspectors.name'), heading: true, cell: row => row.name },
    {
      key: 'certificate',
      title: t('inspectors.certificate'),
      cell: row => <span className="mono">{row.certificateNo ?? '–'}</span>,
    },
    { key: 'state', title: t('agencies.state'), cell: row => <StandingTag of={row} /> },
    {
      key: 'reports',
      title: t('agencies.reports'),
      align: 'end',
      cell: row => <span className="numeric">{row.reports}</span>,
    },
    {
      key: 'rechecks',
      title: t('agencies.accuracy'),
      align: 'end',
      cell: row => t('agencies.rechecks', { matched: row.matched, checked: row.checked }),
    },
    {
      key: 'acts',
      title: t('acts'),
      actions: true,
      cell: row => (
        <Button size="small" onClick={() => onChange(row)}>
          {t(`agencies.act.${row.state}`)}
        </Button>
      ),
    },
  ]
}

function EnterInspector({ agencyId }: { agencyId: string }) {
  const { t } = useTranslation('report-desk')
  const [name, setName] = useState('')
  const [certificateNo, setCertificateNo] = useState('')
  const enter = useMutation(
    api.agencies.enterInspector.mutationOptions({
      onSuccess: async () => {
        showToast(t('inspectors.entered'))
        setName('')
        setCertificateNo('')
        await askDeskAgain()
      },
    }),
  )
  const ready = name.trim() !== '' && certificateNo.trim().length > 1
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (ready && !enter.isPending) enter.mutate({ inspectionAgencyId: agencyId, name, certificateNo })
  }
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <h3>{t('inspectors.enter')}</h3>
      <label className="stack-tight">
        <span>{t('inspectors.name')}</span>
        <input
          className="field"
          maxLength={40}
          value={name}
          onChange={event => setName(event.target.value)}
        />
      </label>
      <label className="stack-tight">
        <span>{t('inspectors.certificate')}</span>
        <input
          className="field"
          maxLength={60}
          value={certificateNo}
          onChange={event => setCertificateNo(event.target.value)}
        />
      </label>
      <MutationError error={enter.error} />
      <div className="row">
        <Button type="submit" disabled={!ready} busy={enter.isPending}>
          {t('inspectors.send')}
        </Button>
      </div>
    </form>
  )
}
