import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { usePages } from '#api/use-pages.ts'
import { Button } from '#ui/button.tsx'
import { CopyText } from '#ui/copy-text.tsx'
import type { Column } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { Notice } from '#ui/notice.tsx'
import { PagedList } from '#ui/paged-list.tsx'

type Invitation = Outputs['agencyBonds']['invitations']['rows'][number]

const again = () => queryClient.invalidateQueries({ queryKey: api.agencyBonds.pathKey() })

/** Links for streamers: made for one person each, shown once, and taken back while nobody has accepted. */
export function AgencyInvitations() {
  const { t } = useTranslation('onboarding')
  const query = usePages(api.agencyBonds.invitations.queryKey(), cursor =>
    server.agencyBonds.invitations.query({ cursor }),
  )
  const revoke = useMutation(api.agencyBonds.revoke.mutationOptions({ onSettled: again }))
  const columns: Column<Invitation>[] = [
    { key: 'note', title: t('agency.note'), heading: true, cell: row => row.streamerName ?? row.note },
    { key: 'state', title: t('agency.state'), cell: row => t(`agency.${row.state}`) },
    { key: 'until', title: t('agency.until'), cell: row => <DateText at={row.expiresAt} /> },
    {
      key: 'act',
      title: t('agency.act'),
      cell: row =>
        row.state === 'open' ? (
          <Button size="small" onClick={() => revoke.mutate({ invitationId: row.id })}>
            {t('agency.take')}
          </Button>
        ) : null,
    },
  ]
  return (
    <>
      <InviteForm />
      <MutationError error={revoke.error} />
      <PagedList
        query={query}
        caption={t('agency.invitations')}
        columns={columns}
        rowKey={row => row.id}
        empty={<EmptyState title={t('agency.noneInvited')} />}
      />
    </>
  )
}

function InviteForm() {
  const { t } = useTranslation('onboarding')
  const [missing, setMissing] = useState(false)
  const invite = useMutation(api.agencyBonds.invite.mutationOptions({ onSettled: again }))
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const note = String(new FormData(event.currentTarget).get('note')).trim()
    setMissing(note === '')
    if (note !== '') invite.mutate({ note })
  }
  return (
    <form className="panel stack" onSubmit={submit} noValidate>
      <label className="stack-tight">
        <span>{t('agency.note')}</span>
        <input className="field" name="note" maxLength={60} />
      </label>
      {missing ? (
        <p className="field-error" role="alert">
          {t('agency.noteMissing')}
        </p>
      ) : null}
      <MutationError error={invite.error} />
      <Button type="submit" kind="primary" busy={invite.isPending}>
        {t('agency.invite')}
      </Button>
      {invite.data ? (
        <Notice tone="success" title={t('agency.link')}>
          <CopyText text={invite.data.url} what={t('agency.link')}>
            <span className="mono">{invite.data.url}</span>
          </CopyText>
          <div>
            {t('agency.until')} <DateText at={invite.data.expiresAt} />
          </div>
        </Notice>
      ) : null}
    </form>
  )
}
