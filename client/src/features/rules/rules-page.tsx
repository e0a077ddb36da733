import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useRouteContext, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { ClauseList } from '#features/rules/clause-list.tsx'
import { RULE_TABS } from '#features/rules/routes.ts'
import { leavesOf, type Rule } from '#features/rules/rule-kinds.ts'
import { TimeUntil } from '#features/rules/time-until.tsx'
import { useRuleWords } from '#features/rules/use-rule-words.ts'
import { DataTable } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { FilterBar, SearchBox, Tabs } from '#ui/filter-bar.tsx'
import { Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'

/** Every number the business may change and every clause, in force and coming, for all whom they bind. */
export function RulesPage() {
  const { t } = useTranslation('rule')
  const { tab = 'rules', q = '' } = useSearch({ from: '/workspace/rules' })
  const navigate = useNavigate({ from: '/rules' })
  const query = useQuery(api.rules.list.queryOptions())
  const isPlatform = useRouteContext({
    from: '/workspace',
    select: ({ active }) => active?.role === 'operator' || active?.role === 'finance',
  })
  return (
    <Page title={t('title')} lead={t('lead')} actions={isPlatform ? <WhatIfLink /> : null}>
      <Tabs
        label={t('tabs')}
        value={tab}
        options={RULE_TABS.map(value => ({ value, label: t(`tab.${value}`) }))}
        onChange={next => navigate({ search: { tab: next === 'rules' ? undefined : next } })}
      />
      {tab === 'clauses' ? (
        <QueryView query={query}>{notice => <ClauseList notice={notice} />}</QueryView>
      ) : (
        <>
          <FilterBar
            search={
              <SearchBox
                label={t('search')}
                value={q}
                onChange={text =>
                  navigate({ search: old => ({ ...old, q: text || undefined }), replace: true })
                }
              />
            }
          />
          <QueryView query={query}>
            {({ rules, ...notice }) => (
              <>
                <RuleTable
                  now={notice.now}
                  words={q}
                  rules={rules.filter(
                    ({ standing }) => standing === (tab === 'coming' ? 'coming' : 'in_force'),
                  )}
                />
                {tab === 'coming' ? (
                  <>
                    <h2>{t('tab.clauses')}</h2>
                    <ClauseList notice={notice} onlyComing />
                  </>
                ) : null}
              </>
            )}
          </QueryView>
        </>
      )}
    </Page>
  )
}

function WhatIfLink() {
  const { t } = useTranslation('what-if')
  return (
    <Link to="/rules/what-if" className="button">
      {t('open')}
    </Link>
  )
}

function RuleTable({ rules, words, now }: { rules: Rule[]; words: string; now: string }) {
  const { t } = useTranslation('rule')
  const { ruleName, scopeName } = useRuleWords()
  const shown = rules.filter(rule =>
    `${ruleName(rule.code)} ${rule.code} ${scopeName(rule)}`.toLowerCase().includes(words.toLowerCase()),
  )
  if (shown.length === 0) return <EmptyState icon="rule" title={t('none')} />
  return (
    <DataTable
      caption={t('title')}
      rows={shown}
      rowKey={rule => rule.id}
      columns={[
        {
          key: 'name',
          title: t('column.rule'),
          heading: true,
          cell: rule => (
            <Link
              to="/rules/$code"
              params={{ code: rule.code }}
              search={{ scope: rule.scope }}
              className="row-link"
            >
              {ruleName(rule.code)}
            </Link>
          ),
        },
        { key: 'scope', title: t('column.scope'), cell: scopeName },
        { key: 'value', title: t('column.value'), cell: rule => <ValueWords rule={rule} /> },
        { key: 'version', title: t('column.version'), align: 'end', cell: rule => rule.version },
        {
          key: 'from',
          title: t('column.from'),
          cell: rule => (
            <span className="stack-tight">
              <DateText at={rule.effectiveFrom} form="day" />
              {rule.standing === 'coming' ? <TimeUntil until={rule.effectiveFrom} now={now} /> : null}
            </span>
          ),
        },
      ]}
    />
  )
}

const SHOWN_LEAVES = 4

function ValueWords({ rule }: { rule: Rule }) {
  const { fieldName, leaf } = useRuleWords()
  const leaves = leavesOf(rule.value)
  const words = leaves
    .slice(0, SHOWN_LEAVES)
    .map(([path, each]) => `${fieldName(path, rule.words)} ${leaf(path, each)}`)
  return <>{words.join(' · ') + (leaves.length > SHOWN_LEAVES ? ' …' : '')}</>
}
