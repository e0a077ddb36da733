import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { Button } from '#ui/button.tsx'
import { CopyText } from '#ui/copy-text.tsx'
import { DateText } from '#ui/date-text.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { QueryView } from '#ui/query-view.tsx'

const DAYS = [1, 3, 7, 30]

/** Links for people who only look: made, seen once, taken back. */
export function ShareDialog({ sessionId, onClose }: { sessionId: string; onClose: () => void }) {
  const { t } = useTranslation('picks')
  const [made, setMade] = useState<string | null>(null)
  const reload = () => queryClient.invalidateQueries({ queryKey: api.sheetShares.pathKey() })
  const create = useMutation(
    api.sheetShares.create.mutationOptions({
      onSuccess: ({ token }) => setMade(`${location.origin}/sheet/${token}`),
      onSettled: reload,
    }),
  )
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const name = String(form.get('name')).trim() || t('shareDefault')
    create.mutate({
      sessionId,
      name,
      days: Number(form.get('days')),
      withEarnings: form.get('withEarnings') === 'on',
    })
  }
  return (
    <Dialog title={t('share')} onClose={onClose}>
      <form className="stack-tight" onSubmit={submit}>
        <p className="secondary">{t('shareNote')}</p>
        <label className="stack-tight">
          <span>{t('shareFor')}</span>
          <input className="field" name="name" maxLength={40} />
        </label>
        <label className="stack-tight">
          <span>{t('shareDays')}</span>
          <select className="field" name="days" defaultValue="3">
            {DAYS.map(count => (
              <option key={count} value={count}>
                {t('days', { count })}
              </option>
            ))}
          </select>
        </label>
        <label className="row">
          <input type="checkbox" name="withEarnings" /> {t('withEarnings')}
        </label>
        <Button type="submit" kind="primary" busy={create.isPending}>
          {t('makeLink')}
        </Button>
      </form>
      <MutationError error={create.error} />
      {made ? (
        <div role="status" className="stack-tight">
          <p>{t('linkMade')}</p>
          <CopyText text={made} what={t('share')}>
            <a href={made} target="_blank" rel="noreferrer" className="mono">
              {made}
            </a>
          </CopyText>
        </div>
      ) : null}
      <OpenShares sessionId={sessionId} />
    </Dialog>
  )
}

function OpenShares({ sessionId }: { sessionId: string }) {
  const { t } = useTranslation('picks')
  const query = useQuery(api.sheetShares.list.queryOptions({ sessionId }))
  const revoke = useMutation(
    api.sheetShares.revoke.mutationOptions({
      onSettled: () => queryClient.invalidateQueries({ queryKey: api.sheetShares.pathKey() }),
    }),
  )
  return (
    <QueryView query={query} lines={1}>
      {({ rows }) => (
        <ul className="stack-tight">
          {rows.map(share => (
            <li key={share.shareId} className="row">
              <span className="strong">{share.name}</span>
              <span className="small secondary">
                {t('until')} <DateText at={share.expiresAt} />
              </span>
              <Button
                size="small"
                kind="quiet"
                aria-label={t('revokeWhat', { name: share.name })}
                onClick={() => revoke.mutate({ sessionId, shareId: share.shareId })}
              >
                {t('revoke')}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </QueryView>
  )
}
