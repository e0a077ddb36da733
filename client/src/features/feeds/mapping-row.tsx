import { useTranslation } from 'react-i18next'
import { FieldPicker } from '#features/feeds/field-picker.tsx'
import { type FieldDraft, PRICE_FIELDS } from '#features/feeds/feed-draft.ts'
import { useProblem } from '#features/feeds/feed-form-context.ts'
import { ProblemText } from '#features/feeds/problem-text.tsx'
import { WordRows } from '#features/feeds/word-rows.tsx'
import type { OurField } from '#features/imports/import-calls.ts'
import { useFieldName } from '#features/imports/use-field-name.ts'
import { Button } from '#ui/button.tsx'
import { Choice } from '#ui/choice.tsx'

type MappingRowProps = {
  field: FieldDraft
  ours: OurField[]
  onChange: (field: FieldDraft) => void
  onRemove: () => void
}

/** One of our fields, and where its text comes from: a place in the item, or the same for all. */
export function MappingRow({ field, ours, onChange, onRemove }: MappingRowProps) {
  const { t } = useTranslation('feed')
  const fieldName = useFieldName(ours)
  const problem = useProblem(`fields.${field.id}`)
  const name = field.field === null ? t('thisField') : fieldName(field.field)
  const isPath = field.from === 'path'
  return (
    <li className="mapping-row">
      <FieldPicker
        value={field.field}
        ours={ours}
        onChange={chosen => onChange({ ...field, field: chosen })}
      />
      <Choice
        label={t('from')}
        hideLabel
        value={field.from}
        options={(['path', 'constant'] as const).map(value => ({ value, label: t(`froms.${value}`) }))}
        onChange={from => onChange({ ...field, from })}
      />
      <input
        className={isPath ? 'field mono' : 'field'}
        aria-label={`${name}: ${t(field.from)}`}
        aria-invalid={problem !== undefined || undefined}
        placeholder={isPath ? PLACEHOLDERS[field.field ?? ''] : undefined}
        maxLength={isPath ? 500 : 200}
        spellCheck={false}
        autoComplete="off"
        value={field[field.from]}
        onChange={event => onChange({ ...field, [field.from]: event.target.value })}
      />
      <Button kind="quiet" icon="trash" aria-label={t('removeField', { field: name })} onClick={onRemove} />
      <div className="mapping-besides">
        {isPath && field.field !== null && PRICE_FIELDS.has(field.field) ? (
          <Choice
            label={t('unit')}
            value={field.unit}
            options={(['yuan', 'fen'] as const).map(value => ({ value, label: t(`units.${value}`) }))}
            onChange={unit => onChange({ ...field, unit })}
          />
        ) : null}
        {isPath ? (
          <WordRows name={name} words={field.words} onChange={words => onChange({ ...field, words })} />
        ) : null}
        <ProblemText problem={problem} />
      </div>
    </li>
  )
}

/** What these are called in most sources. */
const PLACEHOLDERS: Record<string, string> = {
  sku: 'sku',
  price: 'price',
  qty: 'stock.available',
  title: 'name',
}
