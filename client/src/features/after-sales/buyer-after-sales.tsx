import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { BuyerSteps } from '#features/after-sales/buyer-steps.tsx'
import { AfterSaleStory } from '#features/after-sales/after-sale-story.tsx'
import { CappedNote, ClockLine } from '#features/after-sales/after-sale-view.tsx'
import { StateTag } from '#app/state-tag.tsx'
import { Money } from '#ui/money.tsx'

/** On the page of the order: where the buyer's wishes stand and what he can do, and the way to a new one. */
export function BuyerAfterSales({ linkToken, mayAsk }: { linkToken: string; mayAsk: boolean }) {
  const { t } = useTranslation('after-sale')
  const query = useQuery(
    api.afterSales.byLink.queryOptions(
      { linkToken },
      { refetchInterval: ({ state }) => (state.data?.some(row => row.endedAt === null) ? 15_000 : false) },
    ),
  )
  const rows = query.data ?? []
  const isOpen = rows.some(row => row.endedAt === null)
  return (
    <section className="stack" aria-labelledby="after-sales">
      {rows.length > 0 ? <h2 id="after-sales">{t('buyer.title')}</h2> : null}
      {rows.map(row => (
        <div key={row.id} className="panel stack">
          <div className="row">
            <StateTag of="afterSale" state={row.state} />
            <span className="strong">
              {t(`kind.${row.kind}`)} <Money fen={row.agreedFen ?? row.askedFen} />
            </span>
            <span className="small secondary mono">{row.no}</span>
          </div>
          <ClockLine found={row} />
          <CappedNote found={row} />
          <BuyerSteps row={row} linkToken={linkToken} />
          <details>
            <summary>{t('story')}</summary>
            <AfterSaleStory afterSaleId={row.id} events={row.events} showsPhotos={false} />
          </details>
        </div>
      ))}
      {mayAsk && query.data && !isOpen ? (
        <Link className="button" to="/order/$linkToken/after-sale" params={{ linkToken }}>
          {t('buyer.ask')}
        </Link>
      ) : null}
    </section>
  )
}
