import { useTranslation } from 'react-i18next'
import { AddressField } from '#features/feeds/address-field.tsx'
import { AuthFields } from '#features/feeds/auth-fields.tsx'
import { useJsonDraft } from '#features/feeds/feed-form-context.ts'
import { FormSection } from '#features/feeds/form-section.tsx'
import { FormText } from '#features/feeds/form-text.tsx'
import { MappingEditor } from '#features/feeds/mapping-editor.tsx'
import { PagingFields } from '#features/feeds/paging-fields.tsx'
import { SinceFields } from '#features/feeds/since-fields.tsx'

/** Any JSON over HTTP: where it is, where its items are, and which of their fields is which of ours. */
export function JsonSource() {
  const { t } = useTranslation('feed')
  const [json, change] = useJsonDraft()
  return (
    <>
      <FormSection title={t('source')} anchor="keys">
        <AddressField />
        <AuthFields />
        <FormText
          place="itemsPath"
          label={t('itemsPath')}
          note={t('itemsPathNote')}
          placeholder="data.items"
          maxLength={500}
          value={json.itemsPath}
          onChange={itemsPath => change({ itemsPath })}
        />
      </FormSection>
      <MappingEditor />
      <FormSection title={t('paging')}>
        <PagingFields />
        <SinceFields />
        <AnswerPaths />
      </FormSection>
      <FormSection title={t('one')} lead={t('oneLead')}>
        <OneFields />
      </FormSection>
    </>
  )
}

/** Where a source is asked for one item, just before that is sold. */
function OneFields() {
  const { t } = useTranslation('feed')
  const [{ one }, change] = useJsonDraft()
  return (
    <div className="columns">
      <FormText
        place="one.url"
        label={t('oneAddress')}
        note={t('oneAddressNote')}
        inputMode="url"
        placeholder="https://…/items/{sku}"
        maxLength={2_000}
        value={one.url}
        onChange={url => change({ one: { ...one, url } })}
      />
      <FormText
        place="one.path"
        label={t('onePath')}
        note={t('onePathNote')}
        placeholder="data"
        maxLength={500}
        value={one.path}
        onChange={path => change({ one: { ...one, path } })}
      />
    </div>
  )
}

const ANSWER_PATHS = ['totalPath', 'errorPath', 'currencyPath'] as const

/** What an answer says besides its items, by which a bad one is known. */
function AnswerPaths() {
  const { t } = useTranslation('feed')
  const [json, change] = useJsonDraft()
  return (
    <details className="feed-more">
      <summary>{t('more')}</summary>
      {ANSWER_PATHS.map(place => (
        <FormText
          key={place}
          place={place}
          label={t(place)}
          note={t(`${place}Note`)}
          maxLength={500}
          value={json[place]}
          onChange={path => change({ [place]: path })}
        />
      ))}
    </details>
  )
}
