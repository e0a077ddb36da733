import { useTranslation } from 'react-i18next'
import type { TestedFeed } from '#features/feeds/feed-calls.ts'
import { TestedRow } from '#features/feeds/tested-row.tsx'
import { useFailureSentence } from '#features/feeds/use-failure-sentence.ts'
import { Notice } from '#ui/notice.tsx'
import './feed-test.css'

/** What one page would become: how many items, how many of the shown ones are good, and each with its findings. */
export function TestResult({ tested, dimmed }: { tested: TestedFeed; dimmed: boolean }) {
  const { t } = useTranslation('feed')
  const failure = useFailureSentence()(tested)
  const { rows, found, one } = tested
  if (failure)
    return (
      <Notice tone="danger" title={failure.what}>
        {failure.todo}
      </Notice>
    )
  if (rows.length === 0) return <Notice tone="warning">{t('foundNone')}</Notice>
  const bad = rows.filter(row => row.findings.some(({ severity }) => severity === 'error')).length
  return (
    <div className={dimmed ? 'stack dimmed' : 'stack'}>
      <p>
        {rows.length < found
          ? t('foundShown', { count: found, shown: rows.length })
          : t('found', { count: found })}
        {' · '}
        {bad > 0 ? t('bad', { count: bad }) : t('good', { count: rows.length })}
      </p>
      {one ? <TestedOne one={one} /> : null}
      <ol className="tested-rows">
        {rows.map((row, index) => (
          <TestedRow key={index} row={row} number={index + 1} />
        ))}
      </ol>
    </div>
  )
}

/** What the source says of one item, asked as before a sale. */
function TestedOne({ one }: { one: NonNullable<TestedFeed['one']> }) {
  const { t } = useTranslation('feed')
  const failure = useFailureSentence()(one)
  const { sku, answer } = one
  return (
    <Notice tone={ONE_TONES[answer]} title={t(`oneTested.${answer}`, { sku })}>
      {failure ? t('whatTodo', { replace: failure }) : answer === 'unknown' ? t('oneUnknownNote') : null}
    </Notice>
  )
}

const ONE_TONES = { there: 'success', gone: 'info', unknown: 'warning' } as const
