import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import type { Word } from '#features/imports/import-calls.ts'
import { useImport, useOnward } from '#features/imports/use-import.ts'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Icon } from '#ui/icon.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { QueryView } from '#ui/query-view.tsx'
import './file-step.css'

/** One question for each distinct word, however many rows say it; the answer is remembered for her next file. */
export function WordsStep() {
  const { importId } = useImport()
  const query = useQuery({ ...api.imports.words.queryOptions({ importId }), staleTime: 0 })
  return (
    <QueryView query={query} lines={8}>
      {words => (words.length === 0 ? <NoWords /> : <Words words={words} />)}
    </QueryView>
  )
}

function NoWords() {
  const { t } = useTranslation('import')
  const { importId } = useImport()
  return (
    <EmptyState
      icon="success"
      title={t('noWords')}
      action={
        <Link to="/imports/$importId/rows" params={{ importId }} className="button" data-kind="primary">
          {t('toRows')}
        </Link>
      }
    >
      {t('noWordsNote')}
    </EmptyState>
  )
}

/** Not a meaning: nobody has said yet. The empty text is one, and means nothing. */
const UNSAID = '?'

const keyOf = ({ field, word }: Pick<Word, 'field' | 'word'>) => `${field}\n${word}`

function Words({ words }: { words: Word[] }) {
  const { t, i18n } = useTranslation('import')
  const { importId } = useImport()
  const onward = useOnward()
  const [meanings, setMeanings] = useState<ReadonlyMap<string, string>>(new Map())
  const settle = useMutation(api.imports.settleWords.mutationOptions({ onSuccess: onward }))
  const answers = words.flatMap(({ field, word, meaning }) => {
    const answer = meanings.get(keyOf({ field, word }))
    return answer === undefined || answer === UNSAID || answer === meaning
      ? []
      : [{ field, word, meaning: answer }]
  })
  const unknown = words.filter(word => (meanings.get(keyOf(word)) ?? word.meaning ?? UNSAID) === UNSAID)
  const fields = [...new Set(words.map(({ field }) => field))]
  return (
    <>
      <p className="secondary" role="status">
        {unknown.length > 0
          ? t('wordsLead', { count: unknown.length, rows: sumOf(unknown).toLocaleString('en') })
          : t('wordsSettled')}
      </p>
      {fields.map(field => {
        const ofField = words.filter(word => word.field === field)
        const [first] = ofField
        return (
          <section key={field} className="stack-tight" aria-label={first?.fieldZh}>
            <h2>{i18n.language === 'en' ? first?.fieldEn : first?.fieldZh}</h2>
            <ul className="mapping">
              {ofField.map(word => (
                <WordRow
                  key={word.word}
                  word={word}
                  meaning={meanings.get(keyOf(word)) ?? word.meaning ?? UNSAID}
                  onChange={meaning => setMeanings(new Map(meanings).set(keyOf(word), meaning))}
                />
              ))}
            </ul>
          </section>
        )
      })}
      <MutationError error={settle.error} />
      <div className="step-foot">
        <p className="secondary small step-foot-words">{t('wordsFoot')}</p>
        <Link
          to="/imports/$importId/rows"
          params={{ importId }}
          className="button"
          data-kind="quiet"
          data-size="large"
        >
          {t('wordsLater')}
        </Link>
        <Button
          kind="primary"
          size="large"
          disabled={answers.length === 0}
          busy={settle.isPending}
          onClick={() => settle.mutate({ importId, words: answers })}
        >
          {answers.length === 0 ? t('wordsNone') : t('wordsTake', { count: answers.length })}
        </Button>
      </div>
    </>
  )
}

const sumOf = (words: Word[]) => words.reduce((sum, { rows }) => sum + rows, 0)

type WordRowProps = { word: Word; meaning: string; onChange: (meaning: string) => void }

function WordRow({ word, meaning, onChange }: WordRowProps) {
  const { t, i18n } = useTranslation('import')
  return (
    <li className="word-row">
      <div>
        <div className="strong">“{word.word}”</div>
        <div className="small secondary numeric">{t('group', { count: word.rows })}</div>
      </div>
      <span className="map-arrow" aria-hidden="true">
        <Icon name="chevron" size={18} />
      </span>
      <select
        className="field"
        aria-label={t('meaningOf', { word: word.word })}
        value={meaning}
        onChange={event => onChange(event.target.value)}
      >
        <option value={UNSAID}>{t('meaningUnknown')}</option>
        {word.field === 'category' ? null : <option value="">{t('meaningNothing')}</option>}
        {word.choices.map(choice => (
          <option key={choice.value} value={choice.value}>
            {i18n.language === 'en' ? choice.en : choice.zh}
          </option>
        ))}
      </select>
    </li>
  )
}
