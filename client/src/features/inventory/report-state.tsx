import { useTranslation } from 'react-i18next'
import { StateTag } from '#app/state-tag.tsx'
import type { Item } from '#features/inventory/items-page.tsx'
import { formatMoment } from '#ui/date-text.tsx'
import { StatusTag } from '#ui/status-tag.tsx'

/** Whether the item may be sold by its report: none, in force, about to expire, expired, or not from who has to judge it. */
export function ReportState({
  item,
}: {
  item: Pick<Item, 'reportCode' | 'reportExpiresAt' | 'reportExpired' | 'reportEndsSoon' | 'needsThirdParty'>
}) {
  const { t, i18n } = useTranslation('inventory')
  if (item.reportCode === null || item.reportExpiresAt === null)
    return <StateTag of="report" state="missing" />
  if (item.reportExpired) return <StateTag of="report" state="expired" />
  if (item.needsThirdParty) return <StateTag of="report" state="third_party_needed" />
  const date = formatMoment(item.reportExpiresAt, i18n.language, 'day')
  const soon = item.reportEndsSoon
  return (
    <a href={`/r/${item.reportCode}`} className="above-row-link">
      <StatusTag tone={soon ? 'warning' : 'success'} shape={soon ? 'attention' : 'live'}>
        {t('reportUntil', { date })}
      </StatusTag>
    </a>
  )
}
