import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import type { Session } from '#features/picks/run-sheet.ts'
import { showTimes } from '#features/picks/show-time.ts'
import type { SheetDesk } from '#features/picks/use-sheet.ts'
import { Button } from '#ui/button.tsx'
import { useFailureText } from '#ui/failure-text.ts'
import { Notice } from '#ui/notice.tsx'

/** What the person should know of the sheet as a whole: no network, changes that met, other shows, a short deposit. */
export function SheetNotices({ session, desk }: { session: Session; desk: SheetDesk }) {
  const { t, i18n } = useTranslation('picks')
  const failureText = useFailureText()
  return (
    <>
      {desk.offline || desk.waiting > 0 ? (
        <Notice tone="warning" title={t(desk.offline ? 'offline' : 'sending')}>
          {desk.waiting > 0 ? t('waiting', { count: desk.waiting }) : t('offlineNote')}
        </Notice>
      ) : null}
      {desk.refusal ? (
        <Notice
          tone="danger"
          title={t('notSent')}
          action={<Button onClick={desk.discard}>{t('discard')}</Button>}
        >
          {failureText(desk.refusal)}
        </Notice>
      ) : null}
      {session.openEdits.map(edit => (
        <OpenEdit key={edit.editId} edit={edit} session={session} />
      ))}
      {session.clashes.map(clash => (
        <Notice key={clash.sessionId} tone="warning" title={t('clash')}>
          <Link to="/sessions/$sessionId" params={{ sessionId: clash.sessionId }}>
            {clash.title}
          </Link>{' '}
          <span className="numeric">{showTimes(clash, i18n.language)}</span>
        </Notice>
      ))}
      {session.depositShort ? (
        <Notice
          tone="warning"
          title={t('depositShort')}
          action={<Link to="/deposit">{t('toDeposit')}</Link>}
        />
      ) : null}
    </>
  )
}

/** Two who changed the same thing without seeing each other: both side by side, and one press chooses. */
function OpenEdit({ edit, session }: { edit: Session['openEdits'][number]; session: Session }) {
  const { t } = useTranslation('picks')
  const resolve = useMutation(
    api.slots.resolve.mutationOptions({
      onSettled: () => queryClient.invalidateQueries({ queryKey: api.sessions.pathKey() }),
    }),
  )
  const { sessionId, slots } = session
  const title = slots.find(({ slotId }) => slotId === edit.slotId)?.title ?? ''
  const told = (value: unknown) => {
    if (edit.field !== 'place') return String(value ?? '')
    const [before] = value as string[]
    const after = slots.find(({ slotId }) => slotId === before)
    return after ? t('placedAfter', { title: after.title }) : t('placedFirst')
  }
  const choose = (keep: 'mine' | 'theirs') => resolve.mutate({ sessionId, editId: edit.editId, keep })
  return (
    <section className="panel open-edit" aria-label={t('bothChanged', { title })}>
      <h2>{edit.outcome === 'dropped' ? t('droppedTitle') : t('bothChanged', { title })}</h2>
      <div className="open-edit-sides">
        <div className="stack-tight">
          <h3>{t('mineIs', { what: t(`fieldName.${edit.field}`) })}</h3>
          <p className="script-text">{told(edit.mine)}</p>
          {edit.outcome === 'dropped' ? null : (
            <Button busy={resolve.isPending} onClick={() => choose('mine')}>
              {t('keepMine')}
            </Button>
          )}
        </div>
        {edit.outcome === 'dropped' ? null : (
          <div className="stack-tight">
            <h3>{t('theirsIs', { what: t(`fieldName.${edit.field}`) })}</h3>
            <p className="script-text">{told(edit.theirs)}</p>
            <Button busy={resolve.isPending} onClick={() => choose('theirs')}>
              {t('keepTheirs')}
            </Button>
          </div>
        )}
      </div>
      {edit.outcome === 'dropped' ? (
        <Button busy={resolve.isPending} onClick={() => choose('theirs')}>
          {t('seen')}
        </Button>
      ) : null}
    </section>
  )
}
