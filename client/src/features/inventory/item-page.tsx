import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { CategoryName } from '#app/category-name.tsx'
import { StateTag } from '#app/state-tag.tsx'
import { type Column, DataTable } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Fact, MomentFact } from '#ui/fact.tsx'
import { Icon } from '#ui/icon.tsx'
import { Money } from '#ui/money.tsx'
import { Notice } from '#ui/notice.tsx'
import { Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'

type ItemDetail = Outputs['items']['get']
type Report = ItemDetail['reports'][number]
type Change = ItemDetail['history'][number]

/** One item: what it is, why it can or cannot be sold now, its reports, and every change with its source. */
export function ItemPage() {
  const { t } = useTranslation('inventory')
  const { itemId } = useParams({ from: '/workspace/items/$itemId' })
  const query = useQuery(api.items.get.queryOptions({ itemId }))
  return (
    <Page
      title={query.data?.title ?? t('item')}
      back={
        <Link to="/items">
          <Icon name="back" size={16} />
          {t('title')}
        </Link>
      }
    >
      <QueryView query={query} lines={8}>
        {item => (
          <>
            <Facts item={item} />
            <Reports reports={item.reports} />
            <History history={item.history} />
          </>
        )}
      </QueryView>
    </Page>
  )
}

function Facts({ item }: { item: ItemDetail }) {
  const { t } = useTranslation(['inventory', 'common'])
  return (
    <section className="panel stack">
      <div className="row">
        <StateTag of="item" state={item.state} />
        <span className="strong">
          <Money fen={item.priceFen} />
        </span>
      </div>
      <WhyNotSellable item={item} />
      <dl className="facts">
        <Fact label={t('inventory:sku')}>
          <span className="mono">{item.sku}</span>
        </Fact>
        <Fact label={t('inventory:identity')}>
          <span className="mono">{item.identity ?? '–'}</span>
        </Fact>
        <Fact label={t('inventory:category')}>
          <CategoryName code={item.categoryCode} />
        </Fact>
        <Fact label={t('inventory:brandModel')}>
          {[item.brand, item.model].filter(Boolean).join(' ') || '–'}
        </Fact>
        <Fact label={t('inventory:grade')}>{item.grade ? t(`common:grade.${item.grade}`) : '–'}</Fact>
        <Fact label={t('inventory:qty')}>{item.qty}</Fact>
        <Fact label={t('inventory:shipFrom')}>{item.shipFrom ?? '–'}</Fact>
        <MomentFact label={t('inventory:heldUntil')} at={item.liveHoldUntil} />
        <MomentFact label={t('inventory:updated')} at={item.updatedAt} />
        {Object.entries({ ...item.spec, ...item.extra }).map(([name, value]) => (
          <Fact key={name} label={<SpecName name={name} />}>
            {value}
          </Fact>
        ))}
      </dl>
    </section>
  )
}

/** Our own fields by their name in the reader's language; columns of the supplier's file as he named them. */
function SpecName({ name }: { name: string }) {
  const { t } = useTranslation('inventory')
  const known = (['storage', 'color', 'network', 'material', 'size'] as const).find(each => each === name)
  return <>{known ? t(`spec.${known}`) : name}</>
}

function WhyNotSellable({ item }: { item: ItemDetail }) {
  const { t } = useTranslation('inventory')
  if (item.state !== 'draft' && item.state !== 'quarantined') return null
  return (
    <Notice tone="warning" title={t(`why.${item.state}`)}>
      {t(`whyBody.${item.state}`)}
    </Notice>
  )
}

function Reports({ reports }: { reports: Report[] }) {
  const { t } = useTranslation(['inventory', 'common'])
  const columns: Column<Report>[] = [
    {
      key: 'code',
      title: t('inventory:reportCode'),
      heading: true,
      cell: report => (
        <a href={`/r/${report.code}`} className="mono">
          {report.code}
        </a>
      ),
    },
    {
      key: 'state',
      title: t('inventory:state'),
      cell: report => <StateTag of="report" state={report.state} />,
    },
    { key: 'version', title: t('inventory:version'), align: 'end', cell: report => report.version },
    { key: 'kind', title: t('inventory:reportKind'), cell: report => t(`common:reportKind.${report.kind}`) },
    { key: 'grade', title: t('inventory:grade'), cell: report => t(`common:grade.${report.grade}`) },
    { key: 'by', title: t('inventory:inspector'), cell: report => report.agencyName ?? report.inspectorName },
    {
      key: 'on',
      title: t('inventory:inspectedOn'),
      cell: report => <span className="numeric">{report.inspectedOn}</span>,
    },
    {
      key: 'until',
      title: t('inventory:validUntil'),
      cell: report => <DateText at={report.expiresAt} form="day" />,
    },
  ]
  return (
    <section className="stack" aria-labelledby="reports">
      <h2 id="reports">{t('inventory:reports')}</h2>
      {reports.length === 0 ? (
        <EmptyState icon="report" title={t('inventory:noReport')}>
          {t('inventory:noReportBody')}
        </EmptyState>
      ) : (
        <DataTable
          caption={t('inventory:reports')}
          columns={columns}
          rows={reports}
          rowKey={report => report.code}
        />
      )}
    </section>
  )
}

function History({ history }: { history: Change[] }) {
  const { t } = useTranslation('inventory')
  const columns: Column<Change>[] = [
    { key: 'version', title: t('version'), heading: true, cell: change => `#${change.version}` },
    { key: 'at', title: t('changedAt'), cell: change => <DateText at={change.at} /> },
    { key: 'changes', title: t('changes'), cell: change => <Changes changes={change.changes} /> },
    { key: 'source', title: t('source'), cell: change => <Source change={change} /> },
  ]
  if (history.length === 0) return null
  return (
    <section className="stack" aria-labelledby="history">
      <h2 id="history">{t('history')}</h2>
      <DataTable
        caption={t('history')}
        columns={columns}
        rows={history}
        rowKey={change => String(change.version)}
      />
    </section>
  )
}

function Changes({ changes }: { changes: Change['changes'] }) {
  const { t } = useTranslation('inventory')
  const fieldName = (field: string) => {
    const known = FIELDS.find(each => each === field)
    return known ? t(`field.${known}`) : field
  }
  return (
    <ul>
      {changes.map(({ field, before, after }) => (
        <li key={field}>
          {fieldName(field)}: <FieldValue field={field} value={before} /> →{' '}
          <FieldValue field={field} value={after} />
        </li>
      ))}
    </ul>
  )
}

const FIELDS = [
  'price_fen',
  'title',
  'qty',
  'state',
  'brand',
  'model',
  'category_code',
  'ship_from',
  'photos',
] as const

function FieldValue({ field, value }: { field: string; value: unknown }) {
  if (value === null || value === undefined || value === '') return <>–</>
  if (field.toLowerCase().endsWith('fen') && /^\d+$/.test(String(value))) return <Money fen={String(value)} />
  return <span>{typeof value === 'object' ? JSON.stringify(value) : String(value)}</span>
}

function Source({ change }: { change: Change }) {
  const { t } = useTranslation('inventory')
  if (change.importId === null) return <>{t('bySystem')}</>
  return (
    <Link to="/imports/$importId" params={{ importId: change.importId }}>
      {t('byImport', { line: change.importLine ?? '–' })}
    </Link>
  )
}
