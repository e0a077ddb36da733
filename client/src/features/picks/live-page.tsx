import { useMutation } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { minutesBehind } from '#features/picks/planned-times.ts'
import { LiveSlot } from '#features/picks/live-slot.tsx'
import { isPitchable, nextSlot } from '#features/picks/next-slot.ts'
import { PriceDialog } from '#features/picks/price-dialog.tsx'
import { ReplaceDialog } from '#features/picks/replace-dialog.tsx'
import type { Session } from '#features/picks/run-sheet.ts'
import { useLiveKeys } from '#features/picks/use-live-keys.ts'
import { useSheetEvents } from '#features/picks/use-sheet-events.ts'
import { type SheetDesk, useSheet } from '#features/picks/use-sheet.ts'
import { useWakeLock } from '#features/picks/use-wake-lock.ts'
import { MutationError } from '#ui/mutation-error.tsx'
import { QueryView } from '#ui/query-view.tsx'
import './live-page.css'

const route = getRouteApi('/workspace/sessions/$sessionId/live')

/** Live mode (直播中): one piece at a time on a dark screen that does not sleep, all of it within reach of a thumb. */
export function LivePage() {
  const { t } = useTranslation('picks')
  const { sessionId } = route.useParams()
  const desk = useSheet(sessionId)
  useWakeLock()
  return (
    <div className="live">
      {desk.query.data ? null : (
        <p className="live-way-out">
          <Link to="/sessions">{t('sessions')}</Link>
        </p>
      )}
      <QueryView query={desk.query}>{session => <LiveDesk session={session} desk={desk} />}</QueryView>
    </div>
  )
}

function LiveDesk({ session, desk }: { session: Session; desk: SheetDesk }) {
  const { t } = useTranslation('picks')
  const [open, setOpen] = useState<'price' | 'replace' | null>(null)
  const { sessionId, slots, currentSlotId } = session
  useSheetEvents(session, desk.heard)
  const current = slots.find(({ slotId }) => slotId === currentSlotId)
  const next = nextSlot(slots, currentSlotId, 1)
  const before = nextSlot(slots, currentSlotId, -1)
  const show = useMutation(
    api.sessions.putOnAir.mutationOptions({
      onSettled: () => queryClient.invalidateQueries({ queryKey: api.sessions.get.queryKey({ sessionId }) }),
    }),
  )
  const go = (slot: typeof next) => slot && show.mutate({ sessionId, slotId: slot.slotId })
  const swipe = useLiveKeys({ onNext: () => go(next), onBack: () => go(before), off: open !== null })
  const sold = slots.filter(({ standing }) => standing === 'sold').length
  const left = slots.filter(isPitchable).length
  return (
    <section className="live-desk" aria-label={t('liveMode')} {...swipe}>
      <header className="live-head">
        <Link to="/sessions/$sessionId" params={{ sessionId }}>
          {t('leaveLive')}
        </Link>
        <span className="numeric" role="status">
          {t('soldLeft', { sold, left })}
        </span>
        <Behind session={session} />
      </header>
      {desk.offline ? <p className="live-alert">{t('offline')}</p> : null}
      {session.state === 'live' ? null : (
        <p className="live-alert">{t(session.state === 'planned' ? 'notLive' : 'showOver')}</p>
      )}
      {current ? (
        <LiveSlot slot={current} session={session} onOpen={setOpen} />
      ) : (
        <h1 className="live-title">{session.title}</h1>
      )}
      <footer className="live-foot">
        <MutationError error={show.error} />
        <p className="live-next" aria-live="polite">
          {next ? (
            <>
              {t('upNext')} <strong>{next.position}</strong> {next.title}
            </>
          ) : (
            t('noNext')
          )}
        </p>
        <div className="live-moves">
          <button type="button" className="live-back" aria-disabled={!before} onClick={() => go(before)}>
            {t('backSlot')}
          </button>
          <button type="button" className="live-go" aria-disabled={!next} onClick={() => go(next)}>
            {t(current ? 'nextSlot' : 'firstSlot')}
          </button>
        </div>
      </footer>
      {open === 'price' && current ? <PriceDialog slot={current} onClose={() => setOpen(null)} /> : null}
      {open === 'replace' && current ? (
        <ReplaceDialog
          slot={current}
          onClose={() => setOpen(null)}
          onReplaced={slotId => show.mutate({ sessionId, slotId })}
        />
      ) : null}
    </section>
  )
}

function Behind({ session }: { session: Session }) {
  const { t } = useTranslation('picks')
  const behind = minutesBehind(session)
  if (behind === null) return null
  return (
    <span className="numeric">
      {behind === 0 ? t('onTime') : t(behind > 0 ? 'behind' : 'ahead', { count: Math.abs(behind) })}
    </span>
  )
}
