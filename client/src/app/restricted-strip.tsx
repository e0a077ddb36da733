import { Link, useLocation } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { homeOf, NAVIGATION, placesOf, type Role } from '#app/navigation.ts'
import { useGlance } from '#app/use-glance.ts'
import { Notice } from '#ui/notice.tsx'

/** On the page where a role starts its day: what the party may not do now, why, and where that is put right. */
export function RestrictedStrip({ role }: { role: Role }) {
  const { t } = useTranslation('shell')
  const { pathname } = useLocation()
  const restrictions = useGlance(true).data?.restrictions ?? []
  if (restrictions.length === 0 || pathname !== homeOf(role)) return null
  const kinds = [...new Set(restrictions.map(({ kind }) => kind))]
  const causes = [...new Set(restrictions.map(({ cause }) => cause))]
  const goesToDeposit = causes.some(cause => cause === 'deposit_short' || cause === 'exit')
  return (
    <Notice
      tone="danger"
      title={t('restricted.title', {
        what: kinds.map(kind => t(`restricted.kind.${kind}`)).join(t('restricted.and')),
      })}
      action={
        goesToDeposit && placesOf(role).includes('deposit') ? (
          <Link to={NAVIGATION.deposit.to} className="button" data-size="small">
            {t('restricted.toDeposit')}
          </Link>
        ) : null
      }
    >
      {causes.map(cause => (
        <div key={cause}>{t(`restricted.cause.${cause}`)}</div>
      ))}
    </Notice>
  )
}
