import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { TURNS_OF_VIEW } from '#features/cases/turns-of-view.ts'
import { useLetters } from '#features/cases/use-letters.ts'

/** The oldest other case that waits for an operator, one key away, so that the queue is worked without going back to it. */
export function NextCase({ caseId }: { caseId: string }) {
  const { t } = useTranslation('case')
  const navigate = useNavigate()
  const { data } = useQuery(
    api.caseDesk.queue.queryOptions({ turns: TURNS_OF_VIEW.desk.todo, oldestFirst: true, limit: 50 }),
  )
  const at = data?.rows.findIndex(({ id }) => id === caseId) ?? -1
  const next = data?.rows[at + 1] ?? data?.rows.find(({ id }) => id !== caseId)
  const to = '/operator/cases/$caseId'
  useLetters({ x: () => next && navigate({ to, params: { caseId: next.id } }) })
  if (!data) return null
  if (!next) return <span className="small secondary">{t('desk.noNext')}</span>
  return (
    <Link to={to} params={{ caseId: next.id }} className="button">
      {t('desk.next')} <kbd>X</kbd>
    </Link>
  )
}
