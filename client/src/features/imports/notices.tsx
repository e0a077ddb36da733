import { useTranslation } from 'react-i18next'
import { FindingGroups } from '#features/imports/finding-groups.tsx'
import { useImport } from '#features/imports/use-import.ts'

/** What was seen in rows that do go in, or in items that stay as they are: nothing here has to be done. */
export function Notices() {
  const { t } = useTranslation('import')
  const { groups } = useImport()
  const notices = groups.filter(({ severity }) => severity !== 'error')
  if (notices.length === 0) return null
  return (
    <section className="stack" aria-labelledby="notices">
      <div>
        <h2 id="notices">{t('notices')}</h2>
        <p className="secondary">{t('noticesLead')}</p>
      </div>
      <FindingGroups groups={notices} />
    </section>
  )
}
