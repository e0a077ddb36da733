import { useTranslation } from 'react-i18next'
import type { ImportDetail } from '#features/imports/import-calls.ts'

type Group = ImportDetail['groups'][number]

/** What a cause is about, to be seen without opening it: the words nobody knows, else the first cells as Excel names them. */
export function GroupSamples({ group }: { group: Group }) {
  if (group.words.length > 0) return <Words group={group} />
  return group.examples.length > 0 ? <Examples examples={group.examples} /> : null
}

function Words({ group: { words, distinctWords } }: { group: Group }) {
  const { t } = useTranslation('import')
  const more = distinctWords - words.length
  return (
    <span className="problem-samples small secondary">
      <span>{t('wordsOfCause')}</span>
      {words.map(({ word, rows }) => (
        <span key={word}>
          <span className="mono">{word}</span>{' '}
          <span className="numeric">{t('wordCount', { count: rows })}</span>
        </span>
      ))}
      {more > 0 ? <span className="numeric">{t('moreWords', { count: more })}</span> : null}
    </span>
  )
}

function Examples({ examples }: Pick<Group, 'examples'>) {
  const { t } = useTranslation('import')
  return (
    <span className="problem-samples small secondary">
      <span>{t('exampleCells')}</span>
      {examples.map(({ line, cell, value }) => (
        <span key={line}>
          <span className="numeric">{cell ?? t('exampleLine', { line })}</span>{' '}
          <span className="mono">{value || t('blankCell')}</span>
        </span>
      ))}
    </span>
  )
}
