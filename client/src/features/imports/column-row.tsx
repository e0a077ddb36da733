import { useTranslation } from 'react-i18next'
import type { LayoutColumn, OurField } from '#features/imports/import-calls.ts'
import { useFieldName } from '#features/imports/use-field-name.ts'
import { Button } from '#ui/button.tsx'
import { Icon } from '#ui/icon.tsx'
import { StatusTag } from '#ui/status-tag.tsx'

type ColumnRowProps = {
  column: LayoutColumn
  fields: OurField[]
  field: string | null
  wrong: boolean
  onChange: (field: string | null) => void
}

/** One of her columns: its header, what stands in it, the field it is, and how sure that is. */
export function ColumnRow({ column, fields, field, wrong, onChange }: ColumnRowProps) {
  const { t } = useTranslation('import')
  const fieldName = useFieldName(fields)
  const groups = [...new Set(fields.map(each => each.group))]
  const suggestion = field === null && column.field === null ? column.suggestions[0] : undefined
  const suggested = column.suggestions.filter(each => each !== field)
  return (
    <li className="map-column" data-wrong={wrong || undefined}>
      <div>
        <div className="strong">{column.header || t('noHeader', { column: column.index + 1 })}</div>
        <div className="small secondary map-samples" title={column.samples.join(' · ')}>
          {column.samples.length > 0 ? column.samples.join(' · ') : t('noSamples')}
        </div>
      </div>
      <span className="map-arrow" aria-hidden="true">
        <Icon name="chevron" size={18} />
      </span>
      <select
        className="field"
        aria-label={t('fieldOf', { header: column.header })}
        value={field ?? ''}
        onChange={event => onChange(event.target.value || null)}
      >
        <option value="">{t('noField')}</option>
        {field?.startsWith('ignore.') ? <option value={field}>{t('ignoredField')}</option> : null}
        {suggested.length > 0 ? (
          <optgroup label={t('suggestions')}>
            {suggested.map(each => (
              <option key={each} value={each}>
                {fieldName(each)}
              </option>
            ))}
          </optgroup>
        ) : null}
        {groups.map(group => (
          <optgroup key={group} label={t(`fieldGroup.${group as 'item'}`, { defaultValue: group })}>
            {fields
              .filter(each => each.group === group && !suggested.includes(each.field))
              .map(each => (
                <option key={each.field} value={each.field}>
                  {fieldName(each.field)}
                  {each.required ? ` *` : ''}
                </option>
              ))}
          </optgroup>
        ))}
      </select>
      {suggestion === undefined ? (
        <Confidence column={column} field={field} />
      ) : (
        <Button size="small" onClick={() => onChange(suggestion)}>
          {t('takeSuggestion', { field: fieldName(suggestion) })}
        </Button>
      )}
    </li>
  )
}

function Confidence({ column, field }: { column: LayoutColumn; field: string | null }) {
  const { t } = useTranslation('import')
  if (field !== column.field) {
    return (
      <StatusTag tone="success" shape="live">
        {t('confidence.chosen')}
      </StatusTag>
    )
  }
  const [tone, shape] = LOOKS[column.confidence]
  return (
    <StatusTag tone={tone} shape={shape}>
      {t(`confidence.${column.confidence}`)}
    </StatusTag>
  )
}

const LOOKS = {
  exact: ['success', 'live'],
  remembered: ['success', 'live'],
  suggested: ['info', 'waiting'],
  none: ['neutral', 'off'],
} as const
