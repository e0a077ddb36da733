import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { ChooseSession } from '#features/plaza/choose-session.tsx'
import { LeaveLine } from '#features/waiting/leave-line.tsx'
import { readLinesAgain, useOwnWaits } from '#features/waiting/use-own-waits.ts'
import { Button } from '#ui/button.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { StatusTag } from '#ui/status-tag.tsx'
import { showToast } from '#ui/toast.ts'

type WaitButtonProps = {
  piece: { itemId: string; title: string }
  sessionId?: string | undefined
  block?: boolean
}

/** Joins the line for a piece that somebody else holds, or says which place one has in it. */
export function WaitButton({ piece, sessionId, block = false }: WaitButtonProps) {
  const { t } = useTranslation('waiting')
  const [choosing, setChoosing] = useState(false)
  const own = useOwnWaits().data?.find(({ itemId }) => itemId === piece.itemId)
  const join = useMutation(
    api.waits.join.mutationOptions({
      onSuccess: joined =>
        showToast(
          joined.outcome === 'held'
            ? t('held', { title: piece.title })
            : t('joined', { title: piece.title, place: joined.place }),
        ),
      onSettled: readLinesAgain,
    }),
  )
  const choose = (chosen: string) => {
    setChoosing(false)
    join.mutate({ sessionId: chosen, itemId: piece.itemId })
  }
  if (own)
    return (
      <span className="row">
        <StatusTag tone="warning" shape="waiting">
          {t('place', { place: own.place, all: own.inLine })}
        </StatusTag>
        <LeaveLine wait={own} />
      </span>
    )
  return (
    <>
      <Button
        size={block ? 'large' : undefined}
        block={block}
        icon="queue"
        aria-label={t('joinWhat', { title: piece.title })}
        busy={join.isPending}
        onClick={() => (sessionId ? choose(sessionId) : setChoosing(true))}
      >
        {t('join')}
      </Button>
      <MutationError error={join.error} />
      {choosing ? <ChooseSession onClose={() => setChoosing(false)} onChoose={choose} /> : null}
    </>
  )
}
