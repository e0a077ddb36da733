import './inventory.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { CategoryName } from '#app/category-name.tsx'
import { StateTag } from '#app/state-tag.tsx'
import { ItemPhotos } from '#features/catalog/item-photos.tsx'
import { StockFreshness } from '#features/catalog/stock-freshness.tsx'
import { CustodyPanel } from '#features/custody/custody-panel.tsx'
import { ItemHistory } from '#features/inventory/item-history.tsx'
import { ItemPapers } from '#features/inventory/item-papers.tsx'
import { isGone } from '#features/inventory/stock-cell.tsx'
import { useSpecName } from '#features/inventory/use-spec-name.ts'
import { PaperLink } from '#features/report/paper-link.tsx'
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
            <Reports reports={item.reports} itemId={item.itemId} />
            <ItemPapers itemId={item.itemId} />
            <CustodyPanel itemId={item.itemId} state={item.state} />
            <ItemHistory itemId={item.itemId} />
          </>
        )}
      </QueryView>
    </Page>
  )
}

function Facts({ item }: { item: ItemDetail }) {
  const { t } = useTranslation(['inventory', 'common'])
  const specName = useSpecName()
  return (
    <section className="panel stack">
      <div className="row">
        <StateTag of="item" state={item.state} />
        <span className="strong">
          <Money fen={item.priceFen} />
        </span>
      </div>
      <WhyNotSellable item={item} />
      <div className="item-look">
        <ItemPhotos photos={item.photos} categoryCode={item.categoryCode} />
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
          <Fact label={t('inventory:qty')}>
            <span className="row">
              {item.qty}
              {isGone(item) ? null : <StockFreshness at={item.stockConfirmedAt} />}
            </span>
          </Fact>
          <Fact label={t('inventory:shipFrom')}>{item.shipFrom ?? '–'}</Fact>
          <MomentFact label={t('inventory:heldUntil')} at={item.liveHoldUntil} />
          <MomentFact label={t('inventory:updated')} at={item.updatedAt} />
          {Object.entries({ ...item.spec, ...item.extra }).map(([name, value]) => (
            <Fact key={name} label={specName(name)}>
              {value}
            </Fact>
          ))}
        </dl>
      </div>
    </section>
  )
}

function whyNotSellable({ state, awaitsReport, needsThirdParty }: ItemDetail) {
  if (awaitsReport) return 'differs'
  if (needsThirdParty && (state === 'draft' || state === 'available')) return 'unjudged'
  return state === 'draft' || state === 'quarantined' ? state : null
}

function WhyNotSellable({ item }: { item: ItemDetail }) {
  const { t } = useTranslation('inventory')
  const why = whyNotSellable(item)
  if (why === null) return null
  return (
    <Notice tone="warning" title={t(`why.${why}`)}>
      {t(`whyBody.${why}`)}
    </Notice>
  )
}

function Reports({ reports, itemId }: { reports: Report[]; itemId: string }) {
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
    {
      key: 'paper',
      title: t('inventory:paper'),
      cell: report => (
        <PaperLink of={{ code: report.code }} small>
          {t('inventory:printReport')}
        </PaperLink>
      ),
    },
  ]
  return (
    <section className="stack" aria-labelledby="reports">
      <div className="row">
        <h2 id="reports">{t('inventory:reports')}</h2>
        <Link className="button" data-size="small" to="/items/$itemId/inspection" params={{ itemId }}>
          {t('inventory:inspect')}
        </Link>
      </div>
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
