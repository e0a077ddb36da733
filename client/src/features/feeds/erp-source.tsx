import { useTranslation } from 'react-i18next'
import { AddressField } from '#features/feeds/address-field.tsx'
import { KEY_NAMES } from '#features/feeds/feed-draft.ts'
import { FormSection } from '#features/feeds/form-section.tsx'
import { KeyField, KeysNote } from '#features/feeds/key-fields.tsx'
import { WarehouseFields } from '#features/feeds/warehouse-fields.tsx'
import { Notice } from '#ui/notice.tsx'

/** An ERP that we know: only its keys, which stock counts, and where to find both. */
export function ErpSource({ kind }: { kind: 'jushuitan' | 'wangdiantong' }) {
  const { t } = useTranslation('feed')
  return (
    <FormSection title={t(`kind.${kind}`)} anchor="keys">
      <Notice tone="info">{t(`whereKeys.${kind}`)}</Notice>
      <div className="columns">
        {KEY_NAMES[kind].map(name => (
          <KeyField key={name} name={name} />
        ))}
      </div>
      <KeysNote />
      <p className="small secondary">{t('oneErp')}</p>
      <WarehouseFields kind={kind} />
      <details className="feed-more">
        <summary>{t('more')}</summary>
        <AddressField />
      </details>
    </FormSection>
  )
}
