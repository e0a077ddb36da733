import { useTranslation } from 'react-i18next'
import { useFeedForm } from '#features/feeds/feed-form-context.ts'
import { FormText } from '#features/feeds/form-text.tsx'

/** Which stock of an ERP counts. */
export function WarehouseFields({ kind }: { kind: 'jushuitan' | 'wangdiantong' }) {
  const { t } = useTranslation('feed')
  const { draft, change } = useFeedForm()
  const { erp } = draft
  if (kind === 'jushuitan')
    return (
      <FormText
        place="warehouseId"
        label={t('warehouseId')}
        note={t('warehouseIdNote')}
        inputMode="numeric"
        value={erp.warehouseId}
        onChange={warehouseId => change({ erp: { ...erp, warehouseId } })}
      />
    )
  return (
    <>
      <FormText
        place="warehouseNo"
        label={t('warehouseNo')}
        note={t('warehouseNoNote')}
        maxLength={40}
        value={erp.warehouseNo}
        onChange={warehouseNo => change({ erp: { ...erp, warehouseNo } })}
      />
      <label className="feed-tick">
        <input
          type="checkbox"
          checked={erp.defective}
          onChange={event => change({ erp: { ...erp, defective: event.target.checked } })}
        />
        <span>{t('defective')}</span>
        <span className="small secondary">{t('defectiveNote')}</span>
      </label>
    </>
  )
}
