import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { blankField, type FieldDraft } from '#features/feeds/feed-draft.ts'
import { useJsonDraft, useProblem } from '#features/feeds/feed-form-context.ts'
import { FormSection } from '#features/feeds/form-section.tsx'
import { MappingRow } from '#features/feeds/mapping-row.tsx'
import { ProblemText } from '#features/feeds/problem-text.tsx'
import { Button } from '#ui/button.tsx'
import { QueryView } from '#ui/query-view.tsx'
import './mapping.css'

/** Which of our fields stands where in one of their items. */
export function MappingEditor() {
  const { t } = useTranslation('feed')
  const [json, change] = useJsonDraft()
  const problem = useProblem('mapping')
  const query = useQuery(api.imports.fields.queryOptions())
  const changeField = (changed: FieldDraft) =>
    change({ fields: json.fields.map(field => (field.id === changed.id ? changed : field)) })
  return (
    <FormSection title={t('mapping')} lead={t('mappingLead')}>
      <QueryView query={query} lines={4}>
        {ours => (
          <ul className="mapping">
            {json.fields.map(field => (
              <MappingRow
                key={field.id}
                field={field}
                ours={ours}
                onChange={changeField}
                onRemove={() => change({ fields: json.fields.filter(({ id }) => id !== field.id) })}
              />
            ))}
          </ul>
        )}
      </QueryView>
      <ProblemText problem={problem} />
      <div className="row">
        <Button icon="plus" onClick={() => change({ fields: [...json.fields, blankField()] })}>
          {t('addField')}
        </Button>
      </div>
    </FormSection>
  )
}
