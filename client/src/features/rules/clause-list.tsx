import { useQuery } from '@tanstack/react-query'
import { useRouteContext } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { ScheduleTable } from '#features/cases/schedule-table.tsx'
import { useClauseWords } from '#features/cases/use-clause-words.ts'
import type { NoticeAt } from '#features/rules/notice-fields.tsx'
import { PublishClauseDialog } from '#features/rules/publish-clause-dialog.tsx'
import { RuleDiff } from '#features/rules/rule-diff.tsx'
import { TimeUntil } from '#features/rules/time-until.tsx'
import { Button } from '#ui/button.tsx'
import { DateText } from '#ui/date-text.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { StatusTag } from '#ui/status-tag.tsx'

type Clause = Outputs['rules']['clauses'][number]
type Props = { notice: NoticeAt; onlyComing?: boolean }

/** Clauses with their words, what they cost, and the days for an answer and an appeal; operators publish the next version. */
export function ClauseList({ notice, onlyComing = false }: Props) {
  const { t } = useTranslation('rule')
  const [publishing, setPublishing] = useState<Clause | null>(null)
  const isOperator = useRouteContext({
    from: '/workspace',
    select: ({ active }) => active?.role === 'operator',
  })
  const query = useQuery(api.rules.clauses.queryOptions())
  return (
    <QueryView query={query}>
      {clauses => {
        const shown = clauses.filter(({ standing }) => !onlyComing || standing === 'coming')
        if (shown.length === 0)
          return <EmptyState icon="rule" title={t(onlyComing ? 'clause.noneComing' : 'clause.none')} />
        return (
          <div className="stack">
            {shown.map(clause => {
              const versions = clauses.filter(({ code }) => code === clause.code)
              const before = versions.find(({ version }) => version === clause.version - 1)
              // The next version follows the newest one, be it in force or coming.
              const isNewest = versions.every(({ version }) => version <= clause.version)
              return (
                <ClauseEntry key={clause.clauseId} clause={clause} before={before} now={notice.now}>
                  {isOperator && isNewest ? (
                    <div className="row">
                      <Button onClick={() => setPublishing(clause)}>{t('clause.open')}</Button>
                    </div>
                  ) : null}
                </ClauseEntry>
              )
            })}
            {publishing ? (
              <PublishClauseDialog clause={publishing} notice={notice} onClose={() => setPublishing(null)} />
            ) : null}
          </div>
        )
      }}
    </QueryView>
  )
}

type EntryProps = { clause: Clause; before: Clause | undefined; now: string; children: React.ReactNode }

function ClauseEntry({ clause, before, now, children }: EntryProps) {
  const { t } = useTranslation('rule')
  const words = useClauseWords()
  const { standing } = clause
  return (
    <details className="panel">
      <summary>
        <span className="strong">{words(clause).title}</span>{' '}
        <span className="small secondary">
          {t(`side.${clause.side}`)} · {t(`clauseKind.${clause.kind}`)} ·{' '}
          {t('versionNo', { version: clause.version })}
        </span>{' '}
        {standing === 'in_force' ? null : (
          <StatusTag
            tone={standing === 'coming' ? 'info' : 'neutral'}
            shape={standing === 'coming' ? 'waiting' : 'off'}
          >
            {t(`standing.${standing}`)}
          </StatusTag>
        )}{' '}
        {standing === 'coming' ? <TimeUntil until={clause.effectiveFrom} now={now} /> : null}
      </summary>
      <div className="stack">
        <p>{words(clause).body}</p>
        <ScheduleTable schedule={clause.schedule} />
        <p className="small secondary">
          {t('clauseDays', { answer: clause.answerDays, appeal: clause.appealDays })} · {t('publishedAt')}{' '}
          <DateText at={clause.publishedAt} form="day" /> · {t('column.from')}{' '}
          <DateText at={clause.effectiveFrom} form="day" />
          {clause.mayRefund ? ` · ${t('mayRefund')}` : ''}
        </p>
        {before ? <ClauseDiff clause={clause} before={before} /> : null}
        {children}
      </div>
    </details>
  )
}

/** What a version changed: its words in the reader's language, its days and what it costs. */
function ClauseDiff({ clause, before }: { clause: Clause; before: Clause }) {
  const { t } = useTranslation('rule')
  const words = useClauseWords()
  const valueOf = (version: Clause) => ({
    ...words(version),
    answerDays: version.answerDays,
    appealDays: version.appealDays,
    mayRefund: version.mayRefund,
    schedule: version.schedule,
  })
  return (
    <section className="stack-tight" aria-label={t('clause.changed', { version: before.version })}>
      <h3>{t('clause.changed', { version: before.version })}</h3>
      <RuleDiff before={valueOf(before)} after={valueOf(clause)} onlyChanges />
    </section>
  )
}
