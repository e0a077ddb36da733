import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '#api/api.ts'
import { Notice } from '#ui/notice.tsx'

/** In force, replaced, taken back or out of date: each says what it means for whoever holds the piece. */
export function ReportStandingNotice({ report }: { report: Outputs['reports']['verify'] }) {
  const { t } = useTranslation('report')
  const tone = (
    {
      published: 'success',
      superseded: 'warning',
      revoked: 'danger',
      expired: 'warning',
      unknown: 'danger',
    } as const
  )[report.standing]
  return (
    <Notice
      tone={tone}
      title={t(`standing.${report.standing}`)}
      action={
        report.replacedBy ? (
          <Link className="button" to="/r/$code" params={{ code: report.replacedBy }}>
            {t('openCurrent')}
          </Link>
        ) : null
      }
    >
      {t(`standingNote.${report.standing}`, {
        reason: report.revokedReason ?? '',
        until: report.content.expiresOn,
      })}
    </Notice>
  )
}
