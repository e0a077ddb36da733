import { SESSION_PLACES, type SessionPlace } from '@haowu/shared/picks.ts'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { ClashWarning } from '#features/picks/clash-warning.tsx'
import type { Session } from '#features/picks/run-sheet.ts'
import { likelyStart, toInstant, toLocal } from '#features/picks/show-time.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { MutationError } from '#ui/mutation-error.tsx'

const HOURS = [1, 2, 3, 4, 6]
const HOUR_MS = 3_600_000

/** A show needs a name, a start, a length and a place; the rest comes with its run sheet. With a session, that one is changed. */
export function SessionDialog({ session, onClose }: { session?: Session; onClose: () => void }) {
  const { t } = useTranslation('picks')
  // In a demo the clock that decides runs ahead of the device's.
  const clock = useQuery({ ...api.demo.clock.queryOptions(), retry: false })
  if (clock.isPending) return null
  const now = clock.data ? Date.parse(clock.data.now) : Date.now()
  return (
    <Dialog title={t(session ? 'editShow' : 'create')} onClose={onClose}>
      <SessionForm session={session} now={now} onClose={onClose} />
    </Dialog>
  )
}

function SessionForm({
  session,
  now,
  onClose,
}: {
  session: Session | undefined
  now: number
  onClose: () => void
}) {
  const { t } = useTranslation('picks')
  const save = useSave(session, onClose)
  const [local, setLocal] = useState(() => toLocal(session ? Date.parse(session.startsAt) : likelyStart(now)))
  const [hours, setHours] = useState(() =>
    session ? (Date.parse(session.endsAt) - Date.parse(session.startsAt)) / HOUR_MS : 3,
  )
  const [incomplete, setIncomplete] = useState(false)
  const startsAt = toInstant(local)
  const endsAt = startsAt && new Date(Date.parse(startsAt) + hours * HOUR_MS).toISOString()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const title = String(form.get('title')).trim()
    setIncomplete(!title || !startsAt)
    if (!title || !startsAt || !endsAt) return
    const place = String(form.get('place')) as SessionPlace
    save.send({ title, startsAt, endsAt, place, channel: String(form.get('channel')).trim() })
  }
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <label className="stack-tight">
        <span>{t('field.title')}</span>
        <input className="field" name="title" maxLength={60} required defaultValue={session?.title} />
      </label>
      <label className="stack-tight">
        <span>{t('field.startsAt')}</span>
        <input
          className="field"
          type="datetime-local"
          required
          value={local}
          disabled={session?.state === 'live'}
          onChange={event => setLocal(event.target.value)}
        />
      </label>
      <label className="stack-tight">
        <span>{t('field.hours')}</span>
        <select className="field" value={hours} onChange={event => setHours(Number(event.target.value))}>
          {[...new Set([...HOURS, hours])].map(count => (
            <option key={count} value={count}>
              {t('hours', { count })}
            </option>
          ))}
        </select>
      </label>
      <label className="stack-tight">
        <span>{t('field.place')}</span>
        <select className="field" name="place" defaultValue={session?.place ?? 'own_room'}>
          {SESSION_PLACES.map(place => (
            <option key={place} value={place}>
              {t(`place.${place}`)}
            </option>
          ))}
        </select>
      </label>
      <label className="stack-tight">
        <span>{t('field.channel')}</span>
        <input className="field" name="channel" maxLength={60} defaultValue={session?.channel} />
      </label>
      {startsAt && endsAt ? <ClashWarning {...{ startsAt, endsAt }} except={session?.sessionId} /> : null}
      {incomplete ? (
        <p className="field-error" role="alert">
          {t('incomplete')}
        </p>
      ) : null}
      <MutationError error={save.error} />
      <div className="dialog-foot">
        <Button onClick={onClose}>{t('cancel')}</Button>
        <Button type="submit" kind="primary" busy={save.busy}>
          {t(session ? 'save' : 'create')}
        </Button>
      </div>
    </form>
  )
}

type Show = { title: string; startsAt: string; endsAt: string; place: SessionPlace; channel: string }

function useSave(session: Session | undefined, onClose: () => void) {
  const navigate = useNavigate()
  const reload = () => queryClient.invalidateQueries({ queryKey: api.sessions.pathKey() })
  const create = useMutation(
    api.sessions.create.mutationOptions({
      onSuccess: async ({ sessionId }) => {
        await reload()
        await navigate({ to: '/sessions/$sessionId', params: { sessionId } })
      },
    }),
  )
  const update = useMutation(
    api.sessions.update.mutationOptions({
      onSuccess: async () => {
        await reload()
        onClose()
      },
    }),
  )
  const send = (show: Show) =>
    session ? update.mutate({ sessionId: session.sessionId, ...show }) : create.mutate(show)
  return { send, busy: create.isPending || update.isPending, error: create.error ?? update.error }
}
