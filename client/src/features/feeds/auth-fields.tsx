import { useTranslation } from 'react-i18next'
import { AUTH_KINDS } from '#features/feeds/feed-draft.ts'
import { useFeedForm } from '#features/feeds/feed-form-context.ts'
import { FormSelect } from '#ui/form-select.tsx'
import { FormText } from '#features/feeds/form-text.tsx'
import { KeyField, KeysNote } from '#features/feeds/key-fields.tsx'

/** How a source that is no ERP is shown its key. */
export function AuthFields() {
  const { t } = useTranslation('feed')
  const { draft, change } = useFeedForm()
  const { auth } = draft
  return (
    <>
      <div className="columns">
        <FormSelect
          label={t('auth')}
          value={auth.kind}
          options={AUTH_KINDS.map(value => ({ value, label: t(`authKind.${value}`) }))}
          onChange={kind => change({ auth: { ...auth, kind } })}
        />
        {auth.kind === 'header' || auth.kind === 'query' ? (
          <FormText
            place="headerName"
            label={t(auth.kind === 'header' ? 'headerName' : 'queryName')}
            placeholder={auth.kind === 'header' ? 'X-Api-Key' : 'token'}
            value={auth.name}
            onChange={name => change({ auth: { ...auth, name } })}
          />
        ) : null}
        {auth.kind === 'none' ? null : (
          <KeyField name="token" label={t(auth.kind === 'basic' ? 'key.basicToken' : 'key.token')} />
        )}
      </div>
      {auth.kind === 'none' ? null : <KeysNote />}
    </>
  )
}
