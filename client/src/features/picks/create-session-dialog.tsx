import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { likelyStart, toInstant, toLocal } from '#features/picks/show-time.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { MutationError } from '#ui/mutation-error.tsx'

const HOURS = [1, 2, 3, 4, 6]

/** A show needs a name, a start and a length; the rest comes with its run sheet. */
export function CreateSessionDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('picks')
  const navigate = useNavigate()
  // In a demo the clock that decides runs ahead of the device's.
  const clock = useQuery({ ...api.demo.clock.queryOptions(), retry: false })
  const [incomplete, setIncomplete] = useState(false)
  const create = useMutation(
    api.sessions.create.mutationOptions({
      onSuccess: async ({ sessionId }) => {
        await queryClient.invalidateQueries({ queryKey: api.sessions.pathKey() })
        await navigate({ to: '/sessions/$sessionId', params: { sessionId } })
      },
    }),
  )
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const title = String(form.get('title')).trim()
    const startsAt = toInstant(String(form.get('startsAt')))
    setIncomplete(!title || !startsAt)
    if (!title || !startsAt) return
    const endsAt = new Date(Date.parse(startsAt) + Number(form.get('hours')) * 3_600_000).toISOString()
    create.mutate({ title, startsAt, endsAt })
  }
  if (clock.isPending) return null
  const now = clock.data ? Date.parse(clock.data.now) : Date.now()
  return (
    <Dialog title={t('create')} onClose={onClose}>
      <form className="stack" onSubmit={submit} noValidate>
        <label className="stack-tight">
          <span>{t('field.title')}</span>
          <input className="field" name="title" maxLength={60} required />
        </label>
        <label className="stack-tight">
          <span>{t('field.startsAt')}</span>
          <input
            className="field"
            name="startsAt"
            type="datetime-local"
            required
            defaultValue={toLocal(likelyStart(now))}
          />
        </label>
        <label className="stack-tight">
          <span>{t('field.hours')}</span>
          <select className="field" name="hours" defaultValue="3">
            {HOURS.map(hours => (
              <option key={hours} value={hours}>
                {t('hours', { count: hours })}
              </option>
            ))}
          </select>
        </label>
        {incomplete ? (
          <p className="field-error" role="alert">
            {t('incomplete')}
          </p>
        ) : null}
        <MutationError error={create.error} />
        <div className="dialog-foot">
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" kind="primary" busy={create.isPending}>
            {t('create')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
