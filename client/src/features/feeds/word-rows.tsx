import { useTranslation } from 'react-i18next'
import { newRowId, type WordDraft } from '#features/feeds/feed-draft.ts'
import { Button } from '#ui/button.tsx'

type WordRowsProps = { name: string; words: WordDraft[]; onChange: (words: WordDraft[]) => void }

/** The source's words and ours, for the few fields where they differ; folded away where there are none. */
export function WordRows({ name, words, onChange }: WordRowsProps) {
  const { t } = useTranslation('feed')
  const change = (changed: WordDraft) =>
    onChange(words.map(word => (word.id === changed.id ? changed : word)))
  return (
    <details className="mapping-words">
      <summary>
        {words.length > 0 ? t('wordsCount', { count: words.length }) : t('words')}
        <span className="visually-hidden"> {name}</span>
      </summary>
      <ul aria-label={t('wordsOf', { field: name })}>
        {words.map(word => (
          <li key={word.id}>
            <input
              className="field"
              aria-label={t('wordTheirs')}
              placeholder={t('wordTheirs')}
              maxLength={100}
              value={word.theirs}
              onChange={event => change({ ...word, theirs: event.target.value })}
            />
            <input
              className="field"
              aria-label={t('wordOurs')}
              placeholder={t('wordOurs')}
              maxLength={100}
              value={word.ours}
              onChange={event => change({ ...word, ours: event.target.value })}
            />
            <Button
              kind="quiet"
              size="small"
              icon="trash"
              aria-label={t('removeWord', { word: word.theirs })}
              onClick={() => onChange(words.filter(({ id }) => id !== word.id))}
            />
          </li>
        ))}
      </ul>
      <Button
        size="small"
        icon="plus"
        onClick={() => onChange([...words, { id: newRowId(), theirs: '', ours: '' }])}
      >
        {t('addWord')}
      </Button>
    </details>
  )
}
