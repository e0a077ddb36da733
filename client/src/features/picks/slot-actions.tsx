import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { isPitchable } from '#features/picks/next-slot.ts'
import { ReplaceDialog } from '#features/picks/replace-dialog.tsx'
import type { Session, Slot } from '#features/picks/run-sheet.ts'
import { Button } from '#ui/button.tsx'
import { useFailureText } from '#ui/failure-text.ts'
import { showToast } from '#ui/toast.ts'

type SlotActionsProps = {
  slot: Slot
  session: Session
  index: number
  onMove: (position: number) => void
}

/** Up, down and out, by buttons: a thumb and a keyboard can do them all. What is gone is replaced from here. */
export function SlotActions({ slot, session, index, onMove }: SlotActionsProps) {
  const { t } = useTranslation('picks')
  const failureText = useFailureText()
  const [replacing, setReplacing] = useState(false)
  const settle = {
    onSettled: () => queryClient.invalidateQueries({ queryKey: api.sessions.pathKey() }),
    onError: (error: unknown) => showToast(failureText(error), { tone: 'danger' }),
  }
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
  const isFirst = index === 0
  const isLast = index === session.slots.length - 1
  return (
    <div className="slot-actions">
      {slot.standing === 'sold' || isPitchable(slot) ? null : (
        <Button kind="primary" icon="swap" onClick={() => setReplacing(true)}>
          {t('replace')}
        </Button>
      )}
      <Button
        icon="up"
        aria-label={t('moveUp', { title: slot.title })}
        aria-disabled={isFirst}
        onClick={() => isFirst || onMove(index)}
      />
      <Button
        icon="down"
        aria-label={t('moveDown', { title: slot.title })}
        aria-disabled={isLast}
        onClick={() => isLast || onMove(index + 2)}
      />
      {slot.standing === 'held' || slot.standing === 'gone' ? (
        <Button
          kind="quiet"
          icon="trash"
          aria-label={t('removeWhat', { title: slot.title })}
          busy={remove.isPending}
          onClick={() => remove.mutate({ slotId: slot.slotId })}
        />
      ) : null}
      {replacing ? <ReplaceDialog slot={slot} onClose={() => setReplacing(false)} /> : null}
    </div>
  )
}
