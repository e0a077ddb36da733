import { useQuery } from '@tanstack/react-query'
import { useRouteContext } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { ScheduleTable } from '#features/cases/schedule-table.tsx'
import { useClauseWords } from '#features/cases/use-clause-words.ts'
import { PublishClauseDialog } from '#features/rules/publish-clause-dialog.tsx'
import { Button } from '#ui/button.tsx'
import { DateText } from '#ui/date-text.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { StatusTag } from '#ui/status-tag.tsx'

type Clause = Outputs['rules']['clauses'][number]

/** Clauses with their words, what they cost, and the days for an answer and an appeal; operators publish the next version. */
export function ClauseList({ now }: { now: string | undefined }) {
  const { t } = useTranslation('rule')
  const [publishing, setPublishing] = useState<Clause | null>(null)
  const isOperator = useRouteContext({
    from: '/workspace',
    select: ({ active }) => active?.role === 'operator',
  })
  const words = useClauseWords()
  const query = useQuery(api.rules.clauses.queryOptions())
  return (
    <QueryView query={query}>
      {clauses => (
        <div className="stack">
          {clauses.map(clause => (
            <details key={clause.clauseId} className="panel">
              <summary>
                <span className="strong">{words(clause).title}</span>{' '}
                <span className="small secondary">
                  {t(`side.${clause.side}`)} · {t(`clauseKind.${clause.kind}`)} ·{' '}
                  {t('versionNo', { version: clause.version })}
                </span>{' '}
                {clause.standing === 'in_force' ? null : (
                  <StatusTag tone={clause.standing === 'coming' ? 'info' : 'neutral'} shape="waiting">
                    {t(`standing.${clause.standing}`)}
                  </StatusTag>
                )}
              </summary>
              <div className="stack">
                <p>{words(clause).body}</p>
                <ScheduleTable schedule={clause.schedule} />
                <p className="small secondary">
                  {t('clauseDays', { answer: clause.answerDays, appeal: clause.appealDays })} ·{' '}
                  {t('column.from')} <DateText at={clause.effectiveFrom} form="day" />
                  {clause.mayRefund ? ` · ${t('mayRefund')}` : ''}
                </p>
                {isOperator && now && clause.standing === 'in_force' ? (
                  <div className="row">
                    <Button onClick={() => setPublishing(clause)}>{t('clause.open')}</Button>
                  </div>
                ) : null}
              </div>
            </details>
          ))}
          {publishing && now ? (
            <PublishClauseDialog clause={publishing} now={now} onClose={() => setPublishing(null)} />
          ) : null}
        </div>
      )}
    </QueryView>
  )
}
