import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { readFailure } from '#api/failure.ts'
import { ItemPhoto } from '#features/catalog/item-photo.tsx'
import { AddToSheet } from '#features/plaza/add-to-sheet.tsx'
import { Earns } from '#features/plaza/plaza-card.tsx'
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
  const { sessionId } = route.useSearch()
  return (
    <Page
      title={piece.title}
      lead={piece.supplierName}
      back={
        <Link to="/plaza" search={sessionId ? { sessionId } : {}}>
          {t('title')}
        </Link>
      }
    >
      <div className="columns">
        <div className="stack">
          <ItemPhoto photos={piece.photos} categoryCode={piece.categoryCode} large />
          <section className="panel stack" aria-label={t('offer')}>
            <p className="plaza-price">
              <Money fen={piece.priceFen} />
            </p>
            <Earns earns={piece.earns} />
            {piece.held ? (
              <Notice tone="warning" title={t('held')}>
                {t('heldNote')}
              </Notice>
            ) : (
              <AddToSheet piece={piece} sessionId={sessionId} />
            )}
          </section>
        </div>
        <Findings piece={piece} />
      </div>
    </Page>
  )
}

function Findings({ piece }: { piece: Outputs['plaza']['item'] }) {
  const { t, i18n } = useTranslation('plaza')
  const zh = i18n.language !== 'en'
  return (
    <section className="panel stack" aria-labelledby="findings">
      <h2 id="findings">{t('findings')}</h2>
      <dl className="facts">
        <dt>{t('grade')}</dt>
        <dd>{t(`grades.${piece.grade}`)}</dd>
        {piece.report?.lines.map(line => (
          <div key={line.key} className="plaza-line">
            <dt>{zh ? line.zh : line.en}</dt>
            <dd>{zh ? line.valueZh : line.valueEn}</dd>
          </div>
        ))}
        {piece.report?.content.defects ? (
          <>
            <dt>{t('defects')}</dt>
            <dd>{piece.report.content.defects}</dd>
          </>
        ) : null}
        <dt>{t('report')}</dt>
        <dd>
          {t(`kinds.${piece.reportKind}`)}
          {piece.agencyName ? ` · ${piece.agencyName}` : null}
        </dd>
        <dt>{t('validUntil')}</dt>
        <dd>
          <DateText at={piece.reportExpiresAt} form="day" />
        </dd>
      </dl>
      <Link to="/r/$code" params={{ code: piece.reportCode }}>
        {t('openReport')}
      </Link>
    </section>
  )
}
