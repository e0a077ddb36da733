import { CATEGORY_CODES } from '@haowu/shared/catalog.ts'
import { idNumberProblem, tidyNumber } from '@haowu/shared/identity-numbers.ts'
import {
  type ApplicationForm,
  type FormField,
  INSPECTION_MODES,
  TAX_KINDS,
} from '@haowu/shared/onboarding.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CategoryName } from '#app/category-name.tsx'
import { ApplicationField } from '#features/onboarding/application-field.tsx'
import { ChannelFields, wholeNumber } from '#features/onboarding/channel-fields.tsx'
import { Choice } from '#ui/choice.tsx'

type FieldsProps = {
  fields: readonly FormField[]
  form: ApplicationForm
  /** What is wrong with a field that was filled in. */
  problemOf: (field: FormField) => string | null
  onChange: (change: Partial<ApplicationForm>) => void
}

const LINES = {
  companyName: 100,
  creditCode: 40,
  legalPerson: 50,
  realName: 50,
  contactName: 50,
  contactPhone: 30,
  inspectionPlace: 200,
  inspectionAgency: 100,
} as const
const COUNTS = { inspectors: 10_000, streamers: 100_000 } as const
const BLOCKS = { goodsSource: 1_000, history: 2_000, equipment: 1_000 } as const

/** The fields of an application in their order, one control each. */
export function ApplicationFields({ fields, ...rest }: FieldsProps) {
  return (
    <div className="onboarding-grid">
      {fields.map(field => (
        <FieldControl key={field} field={field} {...rest} />
      ))}
    </div>
  )
}

function FieldControl({
  field,
  form,
  problemOf,
  onChange,
}: Omit<FieldsProps, 'fields'> & { field: FormField }) {
  const { t } = useTranslation('onboarding')
  const label = t(`field.${field}`)
  const problem = problemOf(field)
  const set = (value: unknown) => onChange({ [field]: value })
  if (field in LINES) {
    return (
      <ApplicationField label={label} problem={problem} note={noteOf(field, t)}>
        {props => (
          <input
            {...props}
            maxLength={LINES[field as keyof typeof LINES]}
            value={String(form[field] ?? '')}
            onChange={event => set(event.target.value)}
          />
        )}
      </ApplicationField>
    )
  }
  if (field in COUNTS) {
    return (
      <ApplicationField label={label} problem={problem}>
        {props => (
          <input
            {...props}
            inputMode="numeric"
            value={String(form[field] ?? '')}
            onChange={event => set(wholeNumber(event.target.value, COUNTS[field as keyof typeof COUNTS]))}
          />
        )}
      </ApplicationField>
    )
  }
  if (field in BLOCKS) {
    return (
      <ApplicationField label={label} problem={problem} note={noteOf(field, t)}>
        {props => (
          <textarea
            {...props}
            rows={3}
            maxLength={BLOCKS[field as keyof typeof BLOCKS]}
            value={String(form[field] ?? '')}
            onChange={event => set(event.target.value)}
          />
        )}
      </ApplicationField>
    )
  }
  if (field === 'taxKind') {
    return (
      <div className="stack-tight">
        <Choice
          label={label}
          value={form.taxKind ?? ('' as 'individual')}
          options={TAX_KINDS.map(value => ({ value, label: t(`tax.${value}`) }))}
          onChange={set}
        />
        <span className="small secondary">{form.taxKind ? t(`taxNote.${form.taxKind}`) : null}</span>
      </div>
    )
  }
  if (field === 'inspectionMode') {
    return (
      <Choice
        label={label}
        value={form.inspectionMode ?? ('' as 'own')}
        options={INSPECTION_MODES.map(value => ({ value, label: t(`mode.${value}`) }))}
        onChange={set}
      />
    )
  }
  if (field === 'categories') return <CategoryTicks form={form} onChange={onChange} />
  return <ChannelFields channels={form.channels ?? []} onChange={channels => onChange({ channels })} />
}

function noteOf(
  field: FormField,
  t: ReturnType<typeof useTranslation<'onboarding'>>['t'],
): string | undefined {
  if (field === 'creditCode' || field === 'contactPhone' || field === 'goodsSource') return t(`note.${field}`)
  return field === 'history' ? t('note.historyStreamer') : undefined
}

function CategoryTicks({ form, onChange }: Pick<FieldsProps, 'form' | 'onChange'>) {
  const { t } = useTranslation('onboarding')
  const chosen = form.categories ?? []
  return (
    <fieldset className="kind-cards" data-wide>
      <legend>
        {t('field.categories')} <span className="small secondary">{t('section.categoriesLead')}</span>
      </legend>
      {CATEGORY_CODES.map(code => (
        <label key={code} className="kind-card">
          <input
            type="checkbox"
            checked={chosen.includes(code)}
            onChange={event =>
              onChange({
                categories: event.target.checked ? [...chosen, code] : chosen.filter(each => each !== code),
              })
            }
          />
          <CategoryName code={code} />
        </label>
      ))}
    </fieldset>
  )
}

/** The identity number: checked while it is typed, sent only when it is right, shown afterwards by its ends alone. */
export function IdentityField({
  masked,
  isOwn,
  onNumber,
}: {
  masked: string | null
  isOwn: boolean
  onNumber: (number: string) => void
}) {
  const { t } = useTranslation('onboarding')
  const [text, setText] = useState('')
  const number = tidyNumber(text)
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
  const problem = number === '' ? null : idNumberProblem(number, today)
  const note = masked
    ? t('note.identityKept', { masked })
    : t(isOwn ? 'note.identityOwn' : 'note.identityLegal')
  return (
    <ApplicationField
      label={t('field.identityNo')}
      problem={problem ? t(`number.${problem}`) : null}
      note={note}
    >
      {props => (
        <input
          {...props}
          autoComplete="off"
          maxLength={24}
          value={text}
          onChange={event => {
            setText(event.target.value)
            const typed = tidyNumber(event.target.value)
            if (idNumberProblem(typed, today) === null) onNumber(typed)
          }}
        />
      )}
    </ApplicationField>
  )
}
