import { IMPORT_DELIMITERS, IMPORT_ENCODINGS, type ImportDelimiter } from '@haowu/shared/imports.ts'
import { useTranslation } from 'react-i18next'
import { AddressField } from '#features/feeds/address-field.tsx'
import { AuthFields } from '#features/feeds/auth-fields.tsx'
import { useFeedForm } from '#features/feeds/feed-form-context.ts'
import { FormSection } from '#features/feeds/form-section.tsx'
import { FormSelect } from '#ui/form-select.tsx'

/** A table behind an address: its columns and its form are found by themselves, unless that goes wrong. */
export function CsvSource() {
  const { t } = useTranslation('feed')
  const { draft, change } = useFeedForm()
  const { csv } = draft
  const auto = { value: '' as const, label: t('csv.auto') }
  return (
    <FormSection title={t('source')} anchor="keys">
      <AddressField />
      <AuthFields />
      <div className="columns">
        <FormSelect
          label={t('csv.encoding')}
          value={csv.encoding ?? ''}
          options={[auto, ...IMPORT_ENCODINGS.map(value => ({ value, label: value }))]}
          onChange={value => change({ csv: { ...csv, encoding: value || null } })}
        />
        <FormSelect
          label={t('csv.delimiter')}
          value={csv.delimiter ?? ''}
          options={[
            auto,
            ...IMPORT_DELIMITERS.map(value => ({ value, label: t(`delimiters.${DELIMITER_NAMES[value]}`) })),
          ]}
          onChange={value => change({ csv: { ...csv, delimiter: value || null } })}
        />
      </div>
    </FormSection>
  )
}

const DELIMITER_NAMES = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'pipe',
} as const satisfies Record<ImportDelimiter, string>
