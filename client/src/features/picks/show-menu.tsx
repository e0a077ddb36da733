import { useMutation } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { isOpen, type Session } from '#features/picks/run-sheet.ts'
import { SessionDialog } from '#features/picks/session-dialog.tsx'
import { ShareDialog } from '#features/picks/share-dialog.tsx'
import { Button } from '#ui/button.tsx'
import { ConfirmButton } from '#ui/confirm-button.tsx'
import { useFailureText } from '#ui/failure-text.ts'
import { Icon } from '#ui/icon.tsx'
import { showToast } from '#ui/toast.ts'

const DAY_MS = 86_400_000

/** What else can be done with a show: change it, share or print its sheet, run it again, call it off. */
export function ShowMenu({ session }: { session: Session }) {
  const { t } = useTranslation('picks')
  const [open, setOpen] = useState<'edit' | 'share' | null>(null)
  const { copy, cancel } = useShowActs()
  const { sessionId, state, startsAt } = session
  return (
    <div className="row">
      {isOpen(session) ? (
        <Button size="small" onClick={() => setOpen('edit')}>
          {t('editShow')}
        </Button>
      ) : null}
      <Button size="small" icon="link" onClick={() => setOpen('share')}>
        {t('share')}
      </Button>
      <Link className="button" data-size="small" to="/sessions/$sessionId/cards" params={{ sessionId }}>
        <Icon name="file" size={16} />
        {t('cards')}
      </Link>
      <Button
        size="small"
        icon="copy"
        busy={copy.isPending}
        onClick={() => copy.mutate({ sessionId, startsAt: nextTime(startsAt, session.now) })}
      >
        {t('copyShow')}
      </Button>
      {state === 'planned' ? (
        <ConfirmButton
          size="small"
          kind="quiet"
          busy={cancel.isPending}
          words={t('cancelConfirm')}
          onConfirm={() => cancel.mutate({ sessionId })}
        >
          {t('cancelShow')}
        </ConfirmButton>
      ) : null}
      {open === 'edit' ? <SessionDialog session={session} onClose={() => setOpen(null)} /> : null}
      {open === 'share' ? <ShareDialog sessionId={sessionId} onClose={() => setOpen(null)} /> : null}
    </div>
  )
}

function useShowActs() {
  const { t } = useTranslation('picks')
  const navigate = useNavigate()
  const failureText = useFailureText()
  const acts = {
    onSettled: () => queryClient.invalidateQueries({ queryKey: api.sessions.pathKey() }),
    onError: (error: unknown) => showToast(failureText(error), { tone: 'danger' }),
  }
  const copy = useMutation(
    api.sessions.copy.mutationOptions({
      ...acts,
      onSuccess: async ({ sessionId, picked }) => {
        showToast(t('copied', { count: picked }))
        await queryClient.invalidateQueries({ queryKey: api.picks.pathKey() })
        await navigate({ to: '/sessions/$sessionId', params: { sessionId } })
      },
    }),
  )
  const cancel = useMutation(
    api.sessions.cancel.mutationOptions({
      ...acts,
      onSuccess: ({ released }) => showToast(t('cancelled', { count: released })),
    }),
  )
  return { copy, cancel }
}

/** The same hour of the next day that is still to come. */
function nextTime(startsAt: string, now: string): string {
  const start = Date.parse(startsAt)
  const days = Math.max(1, Math.floor((Date.parse(now) - start) / DAY_MS) + 1)
  return new Date(start + days * DAY_MS).toISOString()
}
