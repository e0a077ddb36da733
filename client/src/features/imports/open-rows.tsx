import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { openRowsOf, useImport } from '#features/imports/use-import.ts'
import { DateText } from '#ui/date-text.tsx'
import { Notice } from '#ui/notice.tsx'

/** Rows that wait to be mended, and after the others went in until when. */
export function OpenRows() {
  const { t } = useTranslation('import')
  const detail = useImport()
  const open = openRowsOf(detail)
  if (open === 0) return null
  return (
    <Notice
      tone="warning"
      title={t('openRows', { count: open })}
      action={
        <Link
          to="/imports/$importId/rows"
          params={{ importId: detail.importId }}
          className="button"
          data-size="small"
        >
          {t('mendRows')}
        </Link>
      }
    >
      {detail.openUntil ? (
        <>
          {t('openUntil')} <DateText at={detail.openUntil} />
        </>
      ) : (
        t('openRowsNote')
      )}
    </Notice>
  )
}
