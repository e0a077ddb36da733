import { useTranslation } from 'react-i18next'
import type { KeyName } from '#features/feeds/feed-draft.ts'
import { useFeedForm } from '#features/feeds/feed-form-context.ts'
import { keysMoved } from '#features/feeds/feed-problems.ts'
import { FormText } from '#features/feeds/form-text.tsx'

/** A key is typed, never shown: where one is kept, an empty field leaves it as it is. */
export function KeyField({ name, label }: { name: KeyName; label?: string }) {
  const { t } = useTranslation('feed')
  const { draft, change, kept } = useFeedForm()
  return (
    <FormText
      place={`keys.${name}`}
      label={label ?? t(`key.${name}`)}
      type="password"
      // Else the browser offers the password of our own sign-in.
      autoComplete="new-password"
      placeholder={kept?.hasSecret && !keysMoved(draft, kept) ? t('keysKept') : ''}
      value={draft.keys[name]}
      onChange={value => change({ keys: { ...draft.keys, [name]: value } })}
    />
  )
}

export function KeysNote() {
  const { t } = useTranslation('feed')
  const { draft, kept } = useFeedForm()
  const moved = kept?.hasSecret && keysMoved(draft, kept)
  return <p className="small secondary">{t(moved ? 'keysMoved' : 'keysNote')}</p>
}
