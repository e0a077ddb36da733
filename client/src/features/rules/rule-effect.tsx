import type { PreviewedRule } from '@haowu/shared/previewed-rules.ts'
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, type Inputs, type Outputs } from '#api/api.ts'
import { DataTable } from '#ui/data-table.tsx'
import { Money } from '#ui/money.tsx'
import { QueryView } from '#ui/query-view.tsx'

type Props = { code: PreviewedRule; scope: string; value: unknown }

const FIGURES = [
  'orders',
  'parties',
  'platform_fee',
  'shares',
  'days',
  'waiting',
  'parties_touched',
  'due',
  'short',
  'holds',
  'held_in_all',
  'held_now',
  'beyond_deposit',
  'cases',
  'penalties',
  'points',
] as const

/** What the last 30 days would have been with this value, beside what they were. */
export function RuleEffect({ code, scope, value }: Props) {
  const query = useQuery({
    ...api.rules.preview.queryOptions({ ruleCode: code, scope, value }),
    retry: false,
  })
  return <EffectView query={query} />
}

/** What those who were found against in the last 30 days would have paid by this schedule. */
export function ClauseEffect(draft: Inputs['rules']['previewClause']) {
  return <EffectView query={useQuery({ ...api.rules.previewClause.queryOptions(draft), retry: false })} />
}

type Effect = Outputs['rules']['preview']

function EffectView({ query }: { query: UseQueryResult<Effect, unknown> }) {
  return (
    <QueryView query={query} lines={4}>
      {effect => <EffectTables effect={effect} />}
    </QueryView>
  )
}

function EffectTables({ effect: { lines, feltBy } }: { effect: Effect }) {
  const { t } = useTranslation('rule')
  return (
    <section className="stack" aria-label={t('effect.title')}>
      <h3>{t('effect.title')}</h3>
      <DataTable
        caption={t('effect.title')}
        rows={lines}
        rowKey={line => line.what}
        columns={[
          {
            key: 'what',
            title: t('effect.figure'),
            heading: true,
            cell: line => {
              const known = FIGURES.find(each => each === line.what)
              return known ? t(`effect.${known}`) : line.what
            },
          },
          {
            key: 'before',
            title: t('effect.before'),
            align: 'end',
            cell: line => <Figure unit={line.unit} value={line.before} />,
          },
          {
            key: 'after',
            title: t('effect.after'),
            align: 'end',
            cell: line => <Figure unit={line.unit} value={line.after} />,
          },
        ]}
      />
      {feltBy.length === 0 ? (
        <p className="secondary">{t('effect.nobody')}</p>
      ) : (
        <DataTable
          caption={t('effect.feltBy')}
          rows={feltBy}
          rowKey={row => row.partyId}
          columns={[
            { key: 'party', title: t('effect.feltBy'), heading: true, cell: row => row.partyName },
            {
              key: 'before',
              title: t('effect.before'),
              align: 'end',
              cell: row => <Money fen={row.beforeFen} />,
            },
            {
              key: 'after',
              title: t('effect.after'),
              align: 'end',
              cell: row => <Money fen={row.afterFen} />,
            },
          ]}
        />
      )}
    </section>
  )
}

function Figure({ unit, value }: { unit: string; value: string }) {
  const { t } = useTranslation('rule')
  if (unit === 'fen') return <Money fen={value} />
  return <span className="numeric">{unit === 'days' ? t('effect.dayCount', { days: value }) : value}</span>
}
