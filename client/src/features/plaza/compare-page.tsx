import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { ItemPhoto } from '#features/catalog/item-photo.tsx'
import { StockFreshness } from '#features/catalog/stock-freshness.tsx'
import { Earns, PieceAction } from '#features/plaza/plaza-card.tsx'
import { DateText } from '#ui/date-text.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Money } from '#ui/money.tsx'
import { Notice } from '#ui/notice.tsx'
import { Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import './plaza.css'
import './compare.css'

const route = getRouteApi('/workspace/plaza/compare')

type Compared = Outputs['plaza']['compare'][number]

/** Up to four pieces side by side: what they cost and earn, and everything their reports found. */
export function ComparePage() {
  const { t } = useTranslation('plaza')
  const { itemIds, sessionId } = route.useSearch()
  const query = useQuery(api.plaza.compare.queryOptions({ itemIds }))
  const back = (
    <Link to="/plaza" search={sessionId ? { sessionId, compare: itemIds } : { compare: itemIds }}>
      {t('title')}
    </Link>
  )
  return (
    <Page title={t('compare')} back={back}>
      <QueryView query={query}>
        {pieces =>
          pieces.length === 0 ? (
            <EmptyState icon="items" title={t('gone')}>
              {t('goneNote')}
            </EmptyState>
          ) : (
            <>
              {pieces.length < itemIds.length ? (
                <Notice tone="warning" title={t('someGone', { count: itemIds.length - pieces.length })}>
                  {t('goneNote')}
                </Notice>
              ) : null}
              <CompareTable pieces={pieces} sessionId={sessionId} />
            </>
          )
        }
      </QueryView>
    </Page>
  )
}

function CompareTable({ pieces, sessionId }: { pieces: Compared[]; sessionId: string | undefined }) {
  const { t } = useTranslation('plaza')
  return (
    <div className="compare-scroll">
      <table className="compare">
        <caption className="visually-hidden">{t('compare')}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">{t('findings')}</span>
            </th>
            {pieces.map(piece => (
              <th key={piece.itemId} scope="col">
                <ItemPhoto photos={piece.photos} categoryCode={piece.categoryCode} />
                <Link
                  to="/plaza/$itemId"
                  params={{ itemId: piece.itemId }}
                  search={sessionId ? { sessionId } : {}}
                >
                  {piece.title}
                </Link>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Line label={t('price')} pieces={pieces} tell={piece => <Money fen={piece.priceFen} />} />
          <Line label={t('youEarn')} pieces={pieces} tell={piece => <Earns earns={piece.earns} />} />
          <Line label={t('grade')} pieces={pieces} tell={piece => t(`grades.${piece.grade}`)} />
          <Findings pieces={pieces} />
          <Line
            label={t('defects')}
            pieces={pieces}
            tell={piece => (piece.report ? piece.report.content.defects || '–' : t('forged'))}
          />
          <Line
            label={t('report')}
            pieces={pieces}
            tell={({ reportKind, agencyName }) =>
              `${t(`kinds.${reportKind}`)}${agencyName ? ` · ${agencyName}` : ''}`
            }
          />
          <Line
            label={t('validUntil')}
            pieces={pieces}
            tell={piece => <DateText at={piece.reportExpiresAt} form="day" />}
          />
          <Line
            label={t('stockSaid')}
            pieces={pieces}
            tell={piece => <StockFreshness at={piece.stockConfirmedAt} />}
          />
          <Line
            label={t('shipping')}
            pieces={pieces}
            tell={({ shipFrom, shipHours }) =>
              `${shipFrom ? `${shipFrom} · ` : ''}${t('shipsWithin', { hours: shipHours })}`
            }
          />
          <Line
            label={t('supplier')}
            pieces={pieces}
            tell={piece => `${piece.supplierName} · ${t('tier', { tier: piece.supplierTier })}`}
          />
          <Line
            label={<span className="visually-hidden">{t('actions')}</span>}
            pieces={pieces}
            tell={piece => <PieceAction piece={piece} sessionId={sessionId} block />}
          />
        </tbody>
      </table>
    </div>
  )
}

/** A line for each thing that any of the reports measured; what differs stands out. */
function Findings({ pieces }: { pieces: Compared[] }) {
  const { i18n } = useTranslation('plaza')
  const zh = i18n.language !== 'en'
  const measured = new Map(pieces.flatMap(piece => (piece.report?.lines ?? []).map(line => [line.key, line])))
  return [...measured.values()].map(line => {
    const values = pieces.map(piece => piece.report?.lines.find(one => one.key === line.key))
    const differs = new Set(values.map(value => value?.valueZh)).size > 1
    return (
      <Line
        key={line.key}
        label={zh ? line.zh : line.en}
        pieces={pieces}
        differs={differs}
        tell={(_, at) => (zh ? values[at]?.valueZh : values[at]?.valueEn) ?? '–'}
      />
    )
  })
}

function Line({ label, pieces, tell, differs = false }: LineProps) {
  return (
    <tr data-differs={differs || undefined}>
      <th scope="row">{label}</th>
      {pieces.map((piece, at) => (
        <td key={piece.itemId}>{tell(piece, at)}</td>
      ))}
    </tr>
  )
}

type LineProps = {
  label: ReactNode
  pieces: Compared[]
  tell: (piece: Compared, at: number) => ReactNode
  differs?: boolean
}
