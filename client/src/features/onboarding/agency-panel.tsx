import { useRouteContext, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { AgencyBonds } from '#features/onboarding/agency-bonds.tsx'
import { AgencyInvitations } from '#features/onboarding/agency-invitations.tsx'
import { InvitationNotice } from '#features/onboarding/invitation-notice.tsx'

/** How agencies and streamers come together and part; for others there is nothing here. */
export function AgencyPanel() {
  const { t } = useTranslation('onboarding')
  const role = useRouteContext({ from: '/workspace', select: ({ active }) => active?.role })
  const { invitation } = useSearch({ from: '/workspace/onboarding' })
  if (role !== 'agency' && role !== 'streamer') return null
  return (
    <section className="stack" aria-labelledby="agency">
      <div>
        <h2 id="agency">{t('agency.title')}</h2>
        <p className="secondary">{t(role === 'agency' ? 'agency.leadAgency' : 'agency.leadStreamer')}</p>
      </div>
      {role === 'streamer' && invitation ? <InvitationNotice token={invitation} /> : null}
      {role === 'agency' ? <AgencyInvitations /> : null}
      <AgencyBonds side={role} />
    </section>
  )
}
