import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate, useRouteContext } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import type { NoticeAt } from '#features/rules/notice-fields.tsx'
import { PublishRuleDialog } from '#features/rules/publish-rule-dialog.tsx'
import { RuleDiff } from '#features/rules/rule-diff.tsx'
import type { Rule } from '#features/rules/rule-kinds.ts'
import { TimeUntil } from '#features/rules/time-until.tsx'
import { useRuleWords } from '#features/rules/use-rule-words.ts'
import { Button } from '#ui/button.tsx'
import { DateText } from '#ui/date-text.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Tabs } from '#ui/filter-bar.tsx'
import { Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { StatusTag } from '#ui/status-tag.tsx'

const route = getRouteApi('/workspace/rules/$code')

/** One rule through time: every version of a scope, each beside the one before it; operators publish the next. */
export function RulePage() {
  const { code } = route.useParams()
  const { t } = useTranslation('rule')
  const { ruleName } = useRuleWords()
  const query = useQuery(api.rules.list.queryOptions())
  return (
    <Page
      title={ruleName(code)}
      lead={<span className="mono">{code}</span>}
      back={<Link to="/rules">{t('title')}</Link>}
    >
      <QueryView query={query}>
        {({ rules, ...notice }) => (
          <Versions notice={notice} rules={rules.filter(rule => rule.code === code)} />
        )}
      </QueryView>
    </Page>
  )
}

function Versions({ rules, notice }: { rules: Rule[]; notice: NoticeAt }) {
  const { t } = useTranslation('rule')
  const { scopeName } = useRuleWords()
  const navigate = useNavigate({ from: '/rules/$code' })
  const isOperator = useRouteContext({
    from: '/workspace',
    select: ({ active }) => active?.role === 'operator',
  })
  const [publishing, setPublishing] = useState(false)
  const scopes = [...new Map(rules.map(rule => [rule.scope, rule])).values()]
  const asked = route.useSearch().scope
  const scope = scopes.find(rule => rule.scope === asked)?.scope ?? scopes[0]?.scope
  const versions = rules.filter(rule => rule.scope === scope)
  const [newest] = versions
  if (!newest) return <EmptyState icon="rule" title={t('none')} />
  return (
    <>
      {scopes.length > 1 ? (
        <Tabs
          label={t('column.scope')}
          value={scope ?? ''}
          options={scopes.map(rule => ({ value: rule.scope, label: scopeName(rule) }))}
          onChange={next => navigate({ search: { scope: next } })}
        />
      ) : null}
      {isOperator ? (
        <div className="row">
          <Button kind="primary" icon="plus" onClick={() => setPublishing(true)}>
            {t('publish.open')}
          </Button>
        </div>
      ) : null}
      {versions.map((rule, index) => (
        <section key={rule.id} className="panel stack" aria-label={t('versionNo', { version: rule.version })}>
          <div className="row">
            <h2>{t('versionNo', { version: rule.version })}</h2>
            <StatusTag
              tone={
                rule.standing === 'in_force' ? 'success' : rule.standing === 'coming' ? 'info' : 'neutral'
              }
              shape={rule.standing === 'in_force' ? 'live' : rule.standing === 'coming' ? 'waiting' : 'off'}
            >
              {t(`standing.${rule.standing}`)}
            </StatusTag>
            {rule.standing === 'coming' ? <TimeUntil until={rule.effectiveFrom} now={notice.now} /> : null}
          </div>
          <RuleDiff after={rule.value} before={versions[index + 1]?.value} words={rule.words} />
          <p className="small secondary">
            {t(`importance.${rule.importance}`)} · {t('publishedAt')}{' '}
            <DateText at={rule.publishedAt} form="day" /> · {t('column.from')}{' '}
            <DateText at={rule.effectiveFrom} />
          </p>
        </section>
      ))}
      {publishing ? (
        <PublishRuleDialog rule={newest} notice={notice} onClose={() => setPublishing(false)} />
      ) : null}
    </>
  )
}
