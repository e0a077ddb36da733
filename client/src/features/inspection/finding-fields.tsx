import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { Change, Desk, Inspection } from '#features/inspection/inspection-kinds.ts'

type Field = Desk['template']['fields'][number]

/** What is measured of this kind of goods, from the form's own words; one tap each, and a second tap takes it back. */
export function FindingFields({ fields, inspection, onChange }: FindingFieldsProps) {
  const { t } = useTranslation('inspection')
  const id = useId()
  const keep = (key: string, value: string | number | null) => onChange({ measured: { [key]: value } })
  return (
    <section className="panel stack" aria-labelledby={id}>
      <h2 id={id}>{t('findings')}</h2>
      {fields.map(field => (
        <div key={field.key} id={`finding-${field.key}`}>
          {field.kind === 'choice' ? (
            <Choices
              field={field}
              value={inspection.measured[field.key]}
              onChange={value => keep(field.key, value)}
            />
          ) : (
            <Measure
              field={field}
              value={inspection.measured[field.key]}
              onChange={value => keep(field.key, value)}
            />
          )}
        </div>
      ))}
      <label className="stack-tight">
        <span className="strong">{t('defects')}</span>
        <textarea
          className="field"
          rows={3}
          maxLength={500}
          placeholder={t('defectsNote')}
          value={inspection.defects}
          onChange={event => onChange({ defects: event.target.value })}
        />
      </label>
    </section>
  )
}

type FindingFieldsProps = {
  fields: Field[]
  inspection: Inspection
  onChange: (change: Change) => void
}

function FieldName({ field }: { field: Field }) {
  const { t, i18n } = useTranslation('inspection')
  return (
    <>
      {i18n.language === 'en' ? field.en : field.zh}
      {field.required ? null : <span className="small secondary"> {t('optional')}</span>}
    </>
  )
}

function Choices({ field, value, onChange }: ChoicesProps) {
  const { i18n } = useTranslation('inspection')
  return (
    <fieldset className="finding">
      <legend className="strong">
        <FieldName field={field} />
      </legend>
      <div className="finding-choices">
        {field.choices.map(choice => (
          <button
            key={choice.code}
            type="button"
            className="finding-choice"
            aria-pressed={choice.code === value}
            data-refused={choice.atBest === 'refused' || undefined}
            onClick={() => onChange(choice.code === value ? null : choice.code)}
          >
            {i18n.language === 'en' ? choice.en : choice.zh}
          </button>
        ))}
      </div>
    </fieldset>
  )
}

type ChoicesProps = {
  field: Extract<Field, { kind: 'choice' }>
  value: string | number | undefined
  onChange: (value: string | null) => void
}

/** A whole number within its bounds; half a number that is still being typed is not sent. */
function Measure({ field, value, onChange }: MeasureProps) {
  const { t, i18n } = useTranslation('inspection')
  return (
    <label className="finding">
      <span className="strong">
        <FieldName field={field} />
      </span>
      <span className="row">
        <input
          key={value ?? ''}
          className="field finding-number numeric"
          inputMode="numeric"
          defaultValue={value ?? ''}
          placeholder={`${field.min}–${field.max}`}
          onBlur={event => {
            const text = event.target.value.trim()
            const number = Number(text)
            const fits = /^\d+$/.test(text) && number >= field.min && number <= field.max
            event.target.setCustomValidity(
              text === '' || fits ? '' : t('between', { min: field.min, max: field.max }),
            )
            if (text === '') onChange(null)
            else if (fits) onChange(number)
            else event.target.reportValidity()
          }}
        />
        <span className="secondary">{i18n.language === 'en' ? field.unitEn : field.unit}</span>
      </span>
    </label>
  )
}

type MeasureProps = {
  field: Extract<Field, { kind: 'number' }>
  value: string | number | undefined
  onChange: (value: number | null) => void
}
