import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { OurField } from '#features/imports/import-calls.ts'
import { useFieldName } from '#features/imports/use-field-name.ts'

type FieldPickerProps = { value: string | null; ours: OurField[]; onChange: (field: string) => void }

/** One of our hundred fields, found by typing a part of its Chinese or English name. */
export function FieldPicker({ value, ours, onChange }: FieldPickerProps) {
  const { t } = useTranslation(['feed', 'import'])
  const fieldName = useFieldName(ours)
  const groups = [...new Set(ours.map(({ group }) => group))]
  return (
    <Select
      showSearch={{
        filterOption: (typed, option) => (option?.words ?? '').includes(typed.trim().toLowerCase()),
      }}
      aria-label={t('feed:ourField')}
      placeholder={t('feed:pickField')}
      notFoundContent={t('feed:noField')}
      value={value}
      onChange={onChange}
      options={groups.map(group => ({
        label: t(`import:fieldGroup.${group as 'item'}`, { defaultValue: group }),
        words: '',
        options: ours
          .filter(field => field.group === group)
          .map(({ field, zh, en }) => ({
            value: field,
            label: fieldName(field),
            words: `${field} ${zh} ${en}`.toLowerCase(),
          })),
      }))}
    />
  )
}
