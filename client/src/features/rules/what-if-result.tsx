import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { CategoryName } from '#app/category-name.tsx'
import { useRuleWords } from '#features/rules/use-rule-words.ts'
import type { DraftRates } from '#features/rules/draft-rates.ts'
import { type Column, DataTable } from '#ui/data-table.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Icon } from '#ui/icon.tsx'
import { Money } from '#ui/money.tsx'
import { Notice } from '#ui/notice.tsx'
import { QueryView } from '#ui/query-view.tsx'

type Result = Outputs['rules']['whatIf']
type Group = Result['plans'][number]
type Sums = { beforeFen: string; afterFen: string; differenceFen: string }

/** `current` is the month that goes on, offered where the asked one has no orders. */
type ResultProps = { drafts: DraftRates; month: string; current: string }

/** What the drafts would change, by role, party, plan and category; each table adds up to zero. */
export function WhatIfResult({ drafts, month, current }: ResultProps) {
  const { t } = useTranslation('what-if')
  const query = useQuery(api.rules.whatIf.queryOptions({ drafts, month }))
  return (
    <QueryView query={query} lines={10}>
      {result =>
        result.orders === 0 ? (
          <EmptyState
            icon="rule"
            title={t('none')}
            action={month === current ? null : <TryCurrent drafts={drafts} month={current} />}
          >
            {t('noneBody')}
          </EmptyState>
        ) : (
          <div className="stack">
            <Summary result={result} />
            <Roles rows={result.roles} />
            <Parties rows={result.parties} />
            <Groups title={t('byPlan')} head={t('plan')} rows={result.plans} nameOf={name => name} />
            <Groups
              title={t('byCategory')}
              head={t('category')}
              rows={result.categories}
              nameOf={code => <CategoryName code={code} />}
            />
            <Drafts rows={result.drafts} />
          </div>
        )
      }
    </QueryView>
  )
}

/** A young business has its orders in the month that goes on. */
function TryCurrent({ drafts, month }: { drafts: DraftRates; month: string }) {
  const { t } = useTranslation('what-if')
  const { data } = useQuery(api.rules.whatIf.queryOptions({ drafts, month }))
  if (!data || data.orders === 0) return null
  return (
    <Link to="/rules/what-if" search={{ month }} replace className="button" data-kind="primary">
      {t('tryCurrent', { month, count: data.orders })}
    </Link>
  )
}

function Summary({ result }: { result: Result }) {
  const { t } = useTranslation('what-if')
  const total = result.parties.reduce((sum, row) => sum + BigInt(row.differenceFen), 0n)
  const isSame = result.parties.every(row => row.differenceFen === '0')
  return (
    <>
      <p className="row row-keep" role="status">
        <Icon name={total === 0n ? 'success' : 'warning'} size={18} />
        <span>
          {t('orders', { count: result.orders })} · {t('zero')} <Money fen={total} />
        </span>
      </p>
      {isSame ? <Notice tone="info">{t('unchanged')}</Notice> : null}
      {result.impossible > 0 ? (
        <Notice tone="warning">{t('impossible', { count: result.impossible })}</Notice>
      ) : null}
      {result.isCut ? <Notice tone="warning">{t('cut')}</Notice> : null}
    </>
  )
}

function useSumColumns<Row extends Sums>(): Column<Row>[] {
  const { t } = useTranslation('what-if')
  return [
    { key: 'before', title: t('before'), align: 'end', cell: row => <Money fen={row.beforeFen} /> },
    { key: 'after', title: t('after'), align: 'end', cell: row => <Money fen={row.afterFen} /> },
    {
      key: 'difference',
      title: t('difference'),
      align: 'end',
      cell: row => (
        <span className="strong">
          <Money fen={row.differenceFen} plus />
        </span>
      ),
    },
  ]
}

function Roles({ rows }: { rows: Result['roles'] }) {
  const { t } = useTranslation('what-if')
  const sums = useSumColumns<Result['roles'][number]>()
  return (
    <section className="stack" aria-labelledby="by-role">
      <h2 id="by-role">{t('byRole')}</h2>
      <DataTable
        caption={t('byRole')}
        columns={[
          { key: 'role', title: t('role'), heading: true, cell: row => t(`roles.${row.role}`) },
          ...sums,
        ]}
        rows={rows}
        rowKey={row => row.role}
      />
    </section>
  )
}

function Parties({ rows }: { rows: Result['parties'] }) {
  const { t } = useTranslation('what-if')
  const sums = useSumColumns<Result['parties'][number]>()
  return (
    <section className="stack" aria-labelledby="by-party">
      <h2 id="by-party">{t('byParty')}</h2>
      <DataTable
        caption={t('byParty')}
        columns={[
          {
            key: 'party',
            title: t('party'),
            heading: true,
            cell: row => row.partyName ?? t('others'),
          },
          { key: 'count', title: t('count'), align: 'end', cell: row => row.orders },
          ...sums,
        ]}
        rows={rows}
        rowKey={row => row.partyId ?? 'others'}
      />
    </section>
  )
}

type GroupsProps = { title: string; head: string; rows: Group[]; nameOf: (name: string) => ReactNode }

function Groups({ title, head, rows, nameOf }: GroupsProps) {
  const { t } = useTranslation('what-if')
  const roles = [...new Set(rows.flatMap(row => row.differences.map(({ role }) => role)))]
  return (
    <section className="stack">
      <h2>{title}</h2>
      <DataTable
        caption={title}
        columns={[
          { key: 'name', title: head, heading: true, cell: row => nameOf(row.name) },
          { key: 'count', title: t('count'), align: 'end', cell: row => row.orders },
          ...roles.map(
            (role): Column<Group> => ({
              key: role,
              title: t(`roles.${role}`),
              align: 'end',
              cell: row => <Money fen={row.differences.find(each => each.role === role)?.fen ?? '0'} plus />,
            }),
          ),
        ]}
        rows={rows}
        rowKey={row => row.name}
      />
    </section>
  )
}

function Drafts({ rows }: { rows: Result['drafts'] }) {
  const { t } = useTranslation('what-if')
  const { ruleName, scopeName } = useRuleWords()
  return (
    <section className="stack" aria-labelledby="drafts">
      <h2 id="drafts">{t('drafts')}</h2>
      <DataTable
        caption={t('drafts')}
        columns={[
          { key: 'rule', title: t('rule'), heading: true, cell: row => ruleName(row.code) },
          {
            key: 'scope',
            title: t('scope'),
            cell: row => scopeName({ scope: row.scope, scopeName: null }),
          },
          { key: 'used', title: t('used'), align: 'end', cell: row => row.orders },
          {
            key: 'shadowed',
            title: t('shadowed'),
            cell: row =>
              row.shadowed > 0 ? (
                <span className="stack-tight">
                  <span>{row.shadowed}</span>
                  <span className="small secondary">{t('shadowNote')}</span>
                </span>
              ) : row.orders === 0 ? (
                <span className="small secondary">{t('unusedNote')}</span>
              ) : (
                '–'
              ),
          },
        ]}
        rows={rows}
        rowKey={row => `${row.code} ${row.scope}`}
      />
    </section>
  )
}
