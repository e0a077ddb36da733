import { useTranslation } from 'react-i18next'
import { type JsonDraft, SINCE_FORMATS } from '#features/feeds/feed-draft.ts'
import { useFeedForm } from '#features/feeds/feed-form-context.ts'
import { FormSelect } from '#ui/form-select.tsx'
import { FormText } from '#features/feeds/form-text.tsx'

/** Whether the source can be asked only for what changed. Then a reading cannot tell what is gone any more. */
export function SinceFields() {
  const { t } = useTranslation('feed')
  const { draft, change } = useFeedForm()
  const { since } = draft.json
  const changeSince = (changes: Partial<JsonDraft['since']>) => {
    const next = { ...since, ...changes }
    const mode = next.on && draft.mode === 'full' ? 'delta' : draft.mode
    change({ mode, json: { ...draft.json, since: next } })
  }
  return (
    <>
      <label className="feed-tick">
        <input
          type="checkbox"
          checked={since.on}
          onChange={event => changeSince({ on: event.target.checked })}
        />
        <span>{t('since')}</span>
        <span className="small secondary">{t('sinceNote')}</span>
      </label>
      {since.on ? (
        <div className="columns">
          <FormText
            place="since.parameter"
            label={t('sinceParameter')}
            placeholder="modified_since"
            maxLength={60}
            value={since.parameter}
            onChange={parameter => changeSince({ parameter })}
          />
          <FormSelect
            label={t('sinceFormat')}
            value={since.format}
            options={SINCE_FORMATS.map(value => ({ value, label: t(`sinceFormats.${value}`) }))}
            onChange={format => changeSince({ format })}
          />
        </div>
      ) : null}
    </>
  )
}
