import { useTranslation } from 'react-i18next'
import { Notice } from '#ui/notice.tsx'

/** A ZIP of photos or reports was taken in; it is matched to items by its file names in the background. */
export function PhotosBatch({ batchId }: { batchId: string }) {
  const { t } = useTranslation('import')
  return (
    <div role="status">
      <Notice tone="success" title={t('photosTaken')}>
        {t('photosTakenNote', { batch: batchId.slice(0, 8) })}
      </Notice>
    </div>
  )
}
