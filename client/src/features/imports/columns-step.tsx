import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { clashingFields, fieldsToFind } from '#features/imports/column-choice.ts'
import { ColumnRow } from '#features/imports/column-row.tsx'
import type { Layout, OurField } from '#features/imports/import-calls.ts'
import { useChoose } from '#features/imports/use-choose.ts'
import { useImport } from '#features/imports/use-import.ts'
import { useFieldName } from '#features/imports/use-field-name.ts'
import { Button } from '#ui/button.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { Notice } from '#ui/notice.tsx'
import { QueryView } from '#ui/query-view.tsx'
import './file-step.css'

/** Her columns beside our fields, with what stands in them; what is needed and not found comes first. */
export function ColumnsStep() {
  const { importId } = useImport()
  const layout = useQuery({ ...api.imports.layout.queryOptions({ importId }), staleTime: 0 })
  const fields = useQuery({ ...api.imports.fields.queryOptions(), staleTime: Infinity })
  return (
    <QueryView query={layout} lines={10}>
      {known => (
        <QueryView query={fields} lines={10}>
          {list => (
            <Mapping key={known.columns.map(column => column.header).join()} layout={known} fields={list} />
          )}
        </QueryView>
      )}
    </QueryView>
  )
}

function Mapping({ layout, fields }: { layout: Layout; fields: OurField[] }) {
  const { t } = useTranslation('import')
  const { mode } = useImport()
  const fieldName = useFieldName(fields)
  const [chosen, setChosen] = useState(
    () => new Map(layout.columns.map(column => [column.index, column.field])),
  )
  const [remember, setRemember] = useState(true)
  const { choose, busy, error } = useChoose()
  const missing = fieldsToFind({ fields, chosen, mode })
  const clashing = clashingFields(chosen, layout)
  const ready = missing.length === 0 && clashing.length === 0
  const needsPerson = (index: number) => {
    const field = chosen.get(index)
    return field !== null && field !== undefined && clashing.includes(field)
  }
  // The order must not change while somebody works through it: it is that of the file as it came.
  const [first] = useState(() =>
    layout.columns
      .filter(column => column.field === null && column.suggestions.some(field => missing.includes(field)))
      .map(each => each.index),
  )
  const ordered = [...layout.columns].sort(
    (one, other) =>
      Number(!first.includes(one.index)) - Number(!first.includes(other.index)) || one.index - other.index,
  )
  return (
    <>
      {missing.length > 0 ? (
        <Notice tone="danger" title={t('missingFields', { fields: missing.map(fieldName).join(t('comma')) })}>
          {t('missingFieldsNote')}
        </Notice>
      ) : null}
      {clashing.length > 0 ? (
        <Notice
          tone="danger"
          title={t('clashingFields', { fields: clashing.map(fieldName).join(t('comma')) })}
        />
      ) : null}
      <ul className="mapping" aria-label={t('columnsTitle')}>
        {ordered.map(column => (
          <ColumnRow
            key={column.index}
            column={column}
            fields={fields}
            field={chosen.get(column.index) ?? null}
            wrong={needsPerson(column.index)}
            onChange={field => setChosen(new Map(chosen).set(column.index, field))}
          />
        ))}
      </ul>
      <MutationError error={error} />
      <div className="step-foot">
        <label className="tick step-foot-words">
          <input type="checkbox" checked={remember} onChange={event => setRemember(event.target.checked)} />
          <span>{t('rememberColumns')}</span>
        </label>
        <Button
          kind="primary"
          size="large"
          busy={busy}
          disabled={!ready}
          onClick={() => choose({ columns: Object.fromEntries(chosen) }, { remember })}
        >
          {ready ? t('columnsTake') : t('columnsNotYet', { count: missing.length + clashing.length })}
        </Button>
      </div>
    </>
  )
}
