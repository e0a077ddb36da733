import { useMutation } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { StateTag } from '#app/state-tag.tsx'
import { plannedTimes } from '#features/picks/planned-times.ts'
import { RoomLink } from '#features/picks/room-link.tsx'
import { isOpen, type Session } from '#features/picks/run-sheet.ts'
import { SheetFigures } from '#features/picks/sheet-figures.tsx'
import { SheetNotices } from '#features/picks/sheet-notices.tsx'
import { ShowMenu } from '#features/picks/show-menu.tsx'
import { showTimes } from '#features/picks/show-time.ts'
import { SlotCard, type SlotProps } from '#features/picks/slot-card.tsx'
import { useSheetEvents } from '#features/picks/use-sheet-events.ts'
import { moved, type SheetDesk, useSheet } from '#features/picks/use-sheet.ts'
import { Button } from '#ui/button.tsx'
import { ConfirmButton } from '#ui/confirm-button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Icon } from '#ui/icon.tsx'
import { Loading } from '#ui/loading.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { showToast } from '#ui/toast.ts'
import '#features/catalog/numbered.css'
import './session-page.css'

const route = getRouteApi('/workspace/sessions/$sessionId')
// Fetched beside the sheet itself, and never put in place of a list that somebody may be in the middle of.
const sortable = import('#features/picks/sortable-slots.tsx').then(file => ({ default: file.SortableSlots }))
const SortableSlots = lazy(() => sortable)

/** The run sheet (排品单) of one show: what is held for it, in which order, what is said, and what it would earn. */
export function SessionPage() {
  const { sessionId } = route.useParams()
  const desk = useSheet(sessionId)
  return <QueryView query={desk.query}>{session => <RunSheet session={session} desk={desk} />}</QueryView>
}

function RunSheet({ session, desk }: { session: Session; desk: SheetDesk }) {
  const { t, i18n } = useTranslation('picks')
  useSheetEvents(session, desk.heard)
  const open = isOpen(session)
  const addLink = (
    <Link
      className="button"
      data-kind={session.slots.length === 0 ? 'primary' : undefined}
      to="/plaza"
      search={{ sessionId: session.sessionId }}
    >
      {t('addItems')}
    </Link>
  )
  return (
    <Page
      title={session.title}
      lead={
        <>
          <StateTag of="session" state={session.state} />{' '}
          <span className="numeric">{showTimes(session, i18n.language)}</span> · {t(`place.${session.place}`)}
          {session.channel ? ` · ${session.channel}` : null}
        </>
      }
      back={<Link to="/sessions">{t('sessions')}</Link>}
      actions={open && session.slots.length > 0 ? addLink : null}
    >
      <div className="stack">
        <SheetNotices session={session} desk={desk} />
        <SheetFigures session={session} />
        <ShowControls session={session} />
        <ShowMenu session={session} />
        {session.slots.length === 0 ? (
          <EmptyState icon="plaza" title={t('emptySheet')} action={open ? addLink : null}>
            {t('emptySheetNote')}
          </EmptyState>
        ) : (
          <Slots session={session} desk={desk} />
        )}
      </div>
    </Page>
  )
}

function Slots({ session, desk }: { session: Session; desk: SheetDesk }) {
  const { t } = useTranslation('picks')
  const times = plannedTimes(session)
  const rows: SlotProps[] = session.slots.map((slot, index) => ({
    slot,
    session,
    index,
    desk,
    at: times.get(slot.slotId),
    onMove: position => {
      desk.move(slot, moved(session, slot, position))
      showToast(t('moved', { title: slot.title, position }), { tone: 'info' })
    },
  }))
  const label = t('runSheet')
  if (!isOpen(session)) {
    return (
      <ol className="slots" aria-label={label}>
        {rows.map(row => (
          <SlotCard key={row.slot.slotId} {...row} />
        ))}
      </ol>
    )
  }
  return (
    <Suspense fallback={<Loading lines={6} />}>
      <SortableSlots rows={rows} label={label} />
    </Suspense>
  )
}

function ShowControls({ session }: { session: Session }) {
  const { t } = useTranslation('picks')
  const { sessionId } = session
  const reload = () => queryClient.invalidateQueries({ queryKey: api.sessions.pathKey() })
  const start = useMutation(api.sessions.start.mutationOptions({ onSuccess: reload }))
  const end = useMutation(api.sessions.end.mutationOptions({ onSuccess: reload }))
  if (!isOpen(session)) return null
  return (
    <section className="panel show-panel" aria-label={t('room')}>
      <RoomLink roomCode={session.roomCode} />
      {session.state === 'planned' ? (
        <Button
          kind={session.slots.length > 0 ? 'primary' : undefined}
          icon="play"
          busy={start.isPending}
          onClick={() => start.mutate({ sessionId })}
        >
          {t('goLive')}
        </Button>
      ) : (
        <>
          <Link className="button" data-kind="primary" to="/sessions/$sessionId/live" params={{ sessionId }}>
            <Icon name="session" size={18} />
            {t('liveMode')}
          </Link>
          <ConfirmButton
            kind="danger"
            busy={end.isPending}
            words={t('endConfirm')}
            onConfirm={() => end.mutate({ sessionId })}
          >
            {t('endShow')}
          </ConfirmButton>
        </>
      )}
      <MutationError error={start.error ?? end.error} />
    </section>
  )
}
