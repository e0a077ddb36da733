import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { showTimes } from '#features/picks/show-time.ts'
import { Notice } from '#ui/notice.tsx'

/** Other shows at the time that is being chosen: allowed, since there may be two hosts, but never unseen. */
export function ClashWarning({
  startsAt,
  endsAt,
  except,
}: {
  startsAt: string
  endsAt: string
  except: string | undefined
}) {
  const { t, i18n } = useTranslation('picks')
  const { data } = useQuery(
    api.sessions.clashes.queryOptions({ startsAt, endsAt, ...(except ? { except } : {}) }),
  )
  return (
    <div aria-live="polite">
      {data && data.length > 0 ? (
        <Notice tone="warning" title={t('clash')}>
          {data.map(clash => (
            <p key={clash.sessionId}>
              {clash.title} <span className="numeric">{showTimes(clash, i18n.language)}</span>
            </p>
          ))}
        </Notice>
      ) : null}
    </div>
  )
}
