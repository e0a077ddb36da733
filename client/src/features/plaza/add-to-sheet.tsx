import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { readFailure } from '#api/failure.ts'
import { queryClient } from '#api/query-client.ts'
import { ChooseSession } from '#features/plaza/choose-session.tsx'
import { Button } from '#ui/button.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { showToast } from '#ui/toast.ts'

/** Holds the piece for a show in one tap when it is known for which, else asks. A refusal stays beside the button. */
export function AddToSheet({ piece, sessionId, block }: AddToSheetProps) {
  const { t } = useTranslation('plaza')
  const [choosing, setChoosing] = useState(false)
  const remove = useMutation(api.slots.remove.mutationOptions({ onSettled: refresh }))
  const add = useMutation(
    api.slots.add.mutationOptions({
      onSuccess: ({ slotId }) =>
        showToast(t('added', { title: piece.title }), { undo: () => remove.mutate({ slotId }) }),
      onSettled: refresh,
    }),
  )
  const choose = (chosen: string) => {
    setChoosing(false)
    add.mutate({ sessionId: chosen, itemId: piece.itemId })
  }
  return (
    <>
      <Button
        kind="primary"
        size={block ? 'large' : undefined}
        block={block}
        icon="plus"
        aria-label={t('addWhat', { title: piece.title })}
        busy={add.isPending}
        onClick={() => (sessionId ? choose(sessionId) : setChoosing(true))}
      >
        {t('add')}
      </Button>
      {add.isError ? <Refusal error={add.error} /> : null}
      {choosing ? <ChooseSession onClose={() => setChoosing(false)} onChoose={choose} /> : null}
    </>
  )
}

type AddToSheetProps = {
  piece: { itemId: string; title: string }
  sessionId: string | undefined
  block: boolean
}

/** Why not, and the way on when there is one. */
function Refusal({ error }: { error: unknown }) {
  const { t } = useTranslation('plaza')
  return (
    <div className="add-refusal">
      <MutationError error={error} />
      {readFailure(error).reason === 'deposit_short' ? (
        <Link className="button" data-kind="primary" to="/deposit">
          {t('topUp')}
        </Link>
      ) : null}
    </div>
  )
}

function refresh() {
  return Promise.all(
    [api.plaza.pathKey(), api.sessions.pathKey(), api.deposits.pathKey()].map(queryKey =>
      queryClient.invalidateQueries({ queryKey }),
    ),
  )
}
