import { useTranslation } from 'react-i18next'
import { useFeedForm } from '#features/feeds/feed-form-context.ts'
import { FormText } from '#features/feeds/form-text.tsx'

export function AddressField() {
  const { t } = useTranslation('feed')
  const { draft, change } = useFeedForm()
  return (
    <FormText
      place="url"
      label={t('address')}
      note={t('addressNote')}
      type="url"
      inputMode="url"
      placeholder="https://"
      maxLength={2_000}
      value={draft.url}
      onChange={url => change({ url })}
    />
  )
}
