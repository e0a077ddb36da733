import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { StateTag } from '#app/state-tag.tsx'
import { RoomLink } from '#features/picks/room-link.tsx'
import { isOpen, type Session } from '#features/picks/run-sheet.ts'
import { showTimes } from '#features/picks/show-time.ts'
import { SlotCard } from '#features/picks/slot-card.tsx'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Money } from '#ui/money.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import '#features/catalog/numbered.css'
import './session-page.css'

const route = getRouteApi('/workspace/sessions/$sessionId')
/** What is gone must show up while the streamer speaks. */
const LOOK_AGAIN_MS = 2_000

/** The run sheet (排品单) of one show: what is held for it, in which order, and what it would earn. */
export function SessionPage() {
  const { sessionId } = route.useParams()
  const query = useQuery(
    api.sessions.get.queryOptions(
      { sessionId },
      { refetchInterval: ({ state }) => (state.data && isOpen(state.data) ? LOOK_AGAIN_MS : false) },
    ),
  )
  return <QueryView query={query}>{session => <RunSheet session={session} />}</QueryView>
}

function RunSheet({ session }: { session: Session }) {
  const { t, i18n } = useTranslation('picks')
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
          <span className="numeric">{showTimes(session, i18n.language)}</span>
        </>
      }
      back={<Link to="/sessions">{t('sessions')}</Link>}
      actions={open && session.slots.length > 0 ? addLink : null}
    >
      <div className="stack">
        <SheetFigures session={session} />
        <ShowControls session={session} />
        {session.slots.length === 0 ? (
          <EmptyState icon="plaza" title={t('emptySheet')} action={open ? addLink : null}>
            {t('emptySheetNote')}
          </EmptyState>
        ) : (
          <ol className="slots" aria-label={t('runSheet')}>
            {session.slots.map((slot, index) => (
              <SlotCard key={slot.slotId} {...{ slot, session, index }} />
            ))}
          </ol>
        )}
      </div>
    </Page>
  )
}

function SheetFigures({ session }: { session: Session }) {
  const { t } = useTranslation('picks')
  const counted = session.slots.filter(slot => slot.standing !== 'gone')
  const earnFen = counted.reduce((sum, slot) => sum + BigInt(slot.earnFen), 0n)
  const soldFen = counted
    .filter(slot => slot.standing === 'sold')
    .reduce((sum, slot) => sum + BigInt(slot.earnFen), 0n)
  return (
    <dl className="figures">
      <div className="figure">
        <dt>{t('figure.earn')}</dt>
        <dd>
          <Money fen={earnFen} />
        </dd>
      </div>
      <div className="figure">
        <dt>{t('figure.sold')}</dt>
        <dd>
          <Money fen={soldFen} />
        </dd>
      </div>
      <div className="figure">
        <dt>{t('figure.items')}</dt>
        <dd className="numeric">{counted.length}</dd>
      </div>
      <div className="figure">
        <dt>{t('figure.minutes')}</dt>
        <dd className="numeric">{counted.reduce((sum, slot) => sum + slot.minutes, 0)}</dd>
      </div>
    </dl>
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
        <Button
          kind="danger"
          busy={end.isPending}
          onClick={() => {
            if (confirm(t('endConfirm'))) end.mutate({ sessionId })
          }}
        >
          {t('endShow')}
        </Button>
      )}
      <MutationError error={start.error ?? end.error} />
    </section>
  )
}
