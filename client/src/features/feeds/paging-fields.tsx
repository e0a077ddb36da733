import { useTranslation } from 'react-i18next'
import { PAGING_KINDS, type PagingDraft } from '#features/feeds/feed-draft.ts'
import { useJsonDraft } from '#features/feeds/feed-form-context.ts'
import { FormSelect } from '#ui/form-select.tsx'
import { FormText } from '#features/feeds/form-text.tsx'

/** How one page leads to the next; each way asks only for what it needs. */
export function PagingFields() {
  const { t } = useTranslation('feed')
  const [{ paging }, changeJson] = useJsonDraft()
  const change = (changes: Partial<PagingDraft>) => changeJson({ paging: { ...paging, ...changes } })
  const sized = paging.kind === 'page' || paging.kind === 'offset'
  return (
    <div className="columns">
      <FormSelect
        label={t('paging')}
        value={paging.kind}
        options={PAGING_KINDS.map(value => ({ value, label: t(`pagingKind.${value}`) }))}
        onChange={kind => change({ kind })}
      />
      {sized || paging.kind === 'cursor' ? (
        <FormText
          place="paging.parameter"
          label={t('pagingParameter')}
          placeholder={paging.kind}
          maxLength={60}
          value={paging.parameter}
          onChange={parameter => change({ parameter })}
        />
      ) : null}
      {paging.kind === 'page' ? (
        <FormSelect
          label={t('pagingFirst')}
          value={paging.first === 0 ? '0' : '1'}
          options={[
            { value: '1', label: '1' },
            { value: '0', label: '0' },
          ]}
          onChange={first => change({ first: first === '0' ? 0 : 1 })}
        />
      ) : null}
      {sized ? <SizeFields paging={paging} onChange={change} /> : null}
      {paging.kind === 'cursor' ? (
        <FormText
          place="paging.path"
          label={t('cursorPath')}
          placeholder="data.next"
          maxLength={500}
          value={paging.path}
          onChange={path => change({ path })}
        />
      ) : null}
    </div>
  )
}

type SizeFieldsProps = { paging: PagingDraft; onChange: (changes: Partial<PagingDraft>) => void }

function SizeFields({ paging, onChange }: SizeFieldsProps) {
  const { t } = useTranslation('feed')
  return (
    <>
      <FormText
        place="paging.size"
        label={t('size')}
        inputMode="numeric"
        value={paging.size}
        onChange={size => onChange({ size })}
      />
      <FormText
        place="paging.sizeParameter"
        label={t('sizeParameter')}
        placeholder="page_size"
        maxLength={60}
        value={paging.sizeParameter}
        onChange={sizeParameter => onChange({ sizeParameter })}
      />
    </>
  )
}
