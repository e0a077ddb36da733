import { formatRate } from '@haowu/shared/money.ts'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { ItemPhoto } from '#features/catalog/item-photo.tsx'
import { isOpen, type Session, type Slot } from '#features/picks/session-page.tsx'
import { Button } from '#ui/button.tsx'
import { useFailureText } from '#ui/failure-text.ts'
import { Money } from '#ui/money.tsx'
import { type Shape, StatusTag } from '#ui/status-tag.tsx'
import { showToast } from '#ui/toast.ts'
import type { Tone } from '#ui/tokens.ts'

/** One piece of the run sheet: what it earns, whether it can still be pitched, and its place in the order. */
export function SlotCard({ slot, session, index }: { slot: Slot; session: Session; index: number }) {
  const { t } = useTranslation('picks')
  return (
    <li className="slot" data-gone={slot.standing === 'gone' || undefined}>
      <span className="slot-position numeric" aria-hidden="true">
        {index + 1}
      </span>
      <ItemPhoto photos={slot.photos} categoryCode={slot.categoryCode} />
      <div className="slot-body">
        <h2>
          <Link to="/plaza/$itemId" params={{ itemId: slot.itemId }}>
            {slot.title}
          </Link>
        </h2>
        <p className="row small">
          <StandingTag slot={slot} />
          <Link to="/r/$code" params={{ code: slot.reportCode }}>
            {t(`kinds.${slot.reportKind}`)}
          </Link>
          {slot.reportExpiresBeforeEnd ? (
            <StatusTag tone="warning" shape="attention">
              {t('reportExpires')}
            </StatusTag>
          ) : null}
        </p>
        <p className="row">
          <span className="strong slot-earn">
            {t('earn')} <Money fen={slot.earnFen} />
          </span>
          <span className="secondary">
            <Money fen={slot.priceFen} /> · {formatRate(slot.terms.rateBps)} ·{' '}
            {t('minutes', { count: slot.minutes })}
          </span>
        </p>
        {isOpen(session) ? <SlotActions {...{ slot, session, index }} /> : null}
      </div>
    </li>
  )
}

function StandingTag({ slot }: { slot: Slot }) {
  const { t } = useTranslation('picks')
  const [tone, shape] = STANDINGS[slot.standing]
  return (
    <StatusTag tone={tone} shape={shape}>
      {t(`standing.${slot.standing}`)}
    </StatusTag>
  )
}

const STANDINGS: Record<Slot['standing'], [Tone, Shape]> = {
  held: ['success', 'live'],
  being_paid: ['warning', 'waiting'],
  sold: ['info', 'off'],
  gone: ['danger', 'refused'],
}

function SlotActions({ slot, session, index }: { slot: Slot; session: Session; index: number }) {
  const { t } = useTranslation('picks')
  const failureText = useFailureText()
  const settle = {
    onSettled: () => queryClient.invalidateQueries({ queryKey: api.sessions.pathKey() }),
    onError: (error: unknown) => showToast(failureText(error), { tone: 'danger' }),
  }
  const move = useMutation(api.slots.move.mutationOptions(settle))
  const add = useMutation(api.slots.add.mutationOptions(settle))
  const remove = useMutation(
    api.slots.remove.mutationOptions({
      ...settle,
      onSuccess: () =>
        showToast(t('removed', { title: slot.title }), {
          undo: () => add.mutate({ sessionId: session.sessionId, itemId: slot.itemId }),
        }),
    }),
  )
  const { slotId } = slot
  return (
    <div className="row">
      <Button
        icon="up"
        aria-label={t('moveUp', { title: slot.title })}
        disabled={index === 0}
        busy={move.isPending}
        onClick={() => move.mutate({ slotId, position: index })}
      />
      <Button
        icon="down"
        aria-label={t('moveDown', { title: slot.title })}
        disabled={index === session.slots.length - 1}
        busy={move.isPending}
        onClick={() => move.mutate({ slotId, position: index + 2 })}
      />
      {slot.standing === 'held' || slot.standing === 'gone' ? (
        <Button
          kind="quiet"
          icon="trash"
          aria-label={t('removeWhat', { title: slot.title })}
          busy={remove.isPending}
          onClick={() => remove.mutate({ slotId })}
        >
          {t('remove')}
        </Button>
      ) : null}
    </div>
  )
}
