import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import type { Session, Slot } from '#features/picks/run-sheet.ts'
import { Button } from '#ui/button.tsx'
import { useFailureText } from '#ui/failure-text.ts'
import { showToast } from '#ui/toast.ts'

/** Up, down and out, by buttons: a thumb and a keyboard can do them all. A move is announced, because only eyes see it. */
export function SlotActions({ slot, session, index }: { slot: Slot; session: Session; index: number }) {
  const { t } = useTranslation('picks')
  const failureText = useFailureText()
  const settle = {
    onSettled: () => queryClient.invalidateQueries({ queryKey: api.sessions.pathKey() }),
    onError: (error: unknown) => showToast(failureText(error), { tone: 'danger' }),
  }
  const move = useMutation(api.slots.edit.mutationOptions(settle))
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
  const moveTo = (position: number) => {
    const others = session.slots.filter(each => each !== slot).map(each => each.slotId)
    const value = others.slice(0, position - 1).toReversed()
    const edit = {
      editId: crypto.randomUUID(),
      slotId,
      base: slot.placeVersion,
      field: 'place',
      value,
    } as const
    move.mutate(
      { sessionId: session.sessionId, edits: [edit] },
      { onSuccess: () => showToast(t('moved', { title: slot.title, position }), { tone: 'info' }) },
    )
  }
  const isFirst = index === 0
  const isLast = index === session.slots.length - 1
  return (
    <div className="slot-actions">
      <Button
        icon="up"
        aria-label={t('moveUp', { title: slot.title })}
        aria-disabled={isFirst}
        busy={move.isPending}
        onClick={() => isFirst || moveTo(index)}
      />
      <Button
        icon="down"
        aria-label={t('moveDown', { title: slot.title })}
        aria-disabled={isLast}
        busy={move.isPending}
        onClick={() => isLast || moveTo(index + 2)}
      />
      {slot.standing === 'held' || slot.standing === 'gone' ? (
        <Button
          kind="quiet"
          icon="trash"
          aria-label={t('removeWhat', { title: slot.title })}
          busy={remove.isPending}
          onClick={() => remove.mutate({ slotId })}
        />
      ) : null}
    </div>
  )
}
