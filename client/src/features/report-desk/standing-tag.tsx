import { useTranslation } from 'react-i18next'
import { StatusTag } from '#ui/status-tag.tsx'

type Standing = { state: 'active' | 'suspended'; stateReason: string | null }

/** Whether new reports may name an agency or an inspector, and why not. */
export function StandingTag({ of: { state, stateReason } }: { of: Standing }) {
  const { t } = useTranslation('report-desk')
  const isActive = state === 'active'
  return (
    <div className="stack-tight">
      <StatusTag tone={isActive ? 'success' : 'danger'} shape={isActive ? 'live' : 'refused'}>
        {t(`standing.${state}`)}
      </StatusTag>
      {stateReason ? <span className="small secondary">{stateReason}</span> : null}
    </div>
  )
}
