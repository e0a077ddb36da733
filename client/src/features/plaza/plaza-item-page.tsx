import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { readFailure } from '#api/failure.ts'
import { ItemPhotos } from '#features/catalog/item-photos.tsx'
import { Spec, SpecList } from '#features/catalog/spec-list.tsx'
import { StockFreshness } from '#features/catalog/stock-freshness.tsx'
import { ItemOffer } from '#features/commission/item-offer.tsx'
import { BorrowButton } from '#features/custody/borrow-button.tsx'
import { Earns, PieceAction } from '#features/plaza/plaza-card.tsx'
import { DateText } from '#ui/date-text.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Money } from '#ui/money.tsx'
import { Notice } from '#ui/notice.tsx'
import { Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import './plaza.css'

const route = getRouteApi('/workspace/plaza/$itemId')

/** One piece before it is held: price, earning, and what its report found. */
export function PlazaItemPage() {
  const { t } = useTranslation('plaza')
  const { itemId } = route.useParams()
  const query = useQuery(api.plaza.item.queryOptions({ itemId }))
  if (query.isError && readFailure(query.error).reason === 'not_found') {
    return (
      <EmptyState alone icon="items" title={t('gone')} action={<Link to="/plaza">{t('title')}</Link>}>
        {t('goneNote')}
      </EmptyState>
    )
  }
  return <QueryView query={query}>{piece => <PieceView piece={piece} />}</QueryView>
}

function PieceView({ piece }: { piece: Outputs['plaza']['item'] }) {
  const { t } = useTranslation('plaza')
  const { t: waiting } = useTranslation('waiting')
  const { sessionId } = route.useSearch()
  return (
    <Page
      title={piece.title}
      lead={`${piece.supplierName} · ${t('tier', { tier: piece.supplierTier })}`}
      back={
        <Link to="/plaza" search={sessionId ? { sessionId } : {}}>
          {t('title')}
        </Link>
      }
    >
      <div className="piece">
        <ItemPhotos photos={piece.photos} categoryCode={piece.categoryCode} />
        <section className="panel stack piece-offer" aria-label={t('offer')}>
          <p className="plaza-price">
            <Money fen={piece.priceFen} />
          </p>
          <Earns earns={piece.earns} />
          <ItemOffer itemId={piece.itemId} />
          <p className="small secondary">
            {piece.shipFrom ? `${piece.shipFrom} · ` : null}
            {t('shipsWithin', { hours: piece.shipHours })} · <StockFreshness at={piece.stockConfirmedAt} />
          </p>
          {piece.held && !piece.heldByYou ? (
            <Notice tone="warning" title={t('held')}>
              {t('heldNote')} {piece.earns ? waiting('note') : null}
            </Notice>
          ) : null}
        </section>
        <Findings piece={piece} />
        <div className="piece-action">
          <PieceAction piece={piece} sessionId={sessionId} block />
          <BorrowButton piece={piece} />
        </div>
      </div>
    </Page>
  )
}

function Findings({ piece }: { piece: Outputs['plaza']['item'] }) {
  const { t, i18n } = useTranslation('plaza')
  const zh = i18n.language !== 'en'
  return (
    <section className="panel stack piece-findings" aria-labelledby="findings">
      <h2 id="findings">{t('findings')}</h2>
      {piece.report ? null : (
        <Notice tone="danger" title={t('forged')}>
          {t('forgedNote')}
        </Notice>
      )}
      <SpecList>
        <Spec label={t('grade')}>{t(`grades.${piece.grade}`)}</Spec>
        {piece.report?.lines.map(line => (
          <Spec key={line.key} label={zh ? line.zh : line.en}>
            {zh ? line.valueZh : line.valueEn}
          </Spec>
        ))}
        <Spec label={t('defects')}>{piece.report?.content.defects}</Spec>
        <Spec label={t('report')}>
          {t(`kinds.${piece.reportKind}`)}
          {piece.agencyName ? ` · ${piece.agencyName}` : null}
        </Spec>
        <Spec label={t('validUntil')}>
          <DateText at={piece.reportExpiresAt} form="day" />
        </Spec>
      </SpecList>
      <p>
        <Link to="/r/$code" params={{ code: piece.reportCode }}>
          {t('openReport')}
        </Link>
      </p>
    </section>
  )
}
