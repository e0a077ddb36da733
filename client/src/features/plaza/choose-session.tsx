import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { DateText } from '#ui/date-text.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { QueryView } from '#ui/query-view.tsx'

/** The open shows to hold a piece for; one tap chooses. */
export function ChooseSession({
  onChoose,
  onClose,
}: {
  onChoose: (sessionId: string) => void
  onClose: () => void
}) {
  const { t } = useTranslation('plaza')
  const query = useQuery(api.sessions.list.queryOptions({}))
  return (
    <Dialog title={t('chooseSession')} onClose={onClose}>
      <QueryView query={query} lines={3}>
        {({ rows }) => {
          const open = rows.filter(({ state }) => state === 'planned' || state === 'live')
          if (open.length === 0) {
            return (
              <EmptyState
                icon="session"
                title={t('noSession')}
                action={
                  <Link className="button" data-kind="primary" to="/sessions">
                    {t('toSessions')}
                  </Link>
                }
              >
                {t('noSessionNote')}
              </EmptyState>
            )
          }
          return (
            <ul className="stack">
              {open.map(session => (
                <li key={session.id}>
                  <button
                    type="button"
                    className="button plaza-session"
                    data-size="large"
                    data-block
                    onClick={() => onChoose(session.id)}
                  >
                    <span className="strong">{session.title}</span>
                    <DateText at={session.startsAt} />
                  </button>
                </li>
              ))}
            </ul>
          )
        }}
      </QueryView>
    </Dialog>
  )
}
