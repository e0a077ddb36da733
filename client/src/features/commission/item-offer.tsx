import { formatRate } from '@haowu/shared/money.ts'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { RatePromise } from '#features/commission/rate-promise.tsx'
import { WhyEarn } from '#features/commission/why-earn.tsx'
import { StateTag } from '#app/state-tag.tsx'
import { Button } from '#ui/button.tsx'
import { Money } from '#ui/money.tsx'

/** It brings the kit with it, which the page itself does without. */
const AskDialog = lazy(async () => ({
  default: (await import('#features/commission/ask-dialog.tsx')).AskDialog,
}))

export type Door = Outputs['offers']['ofItem']['doors'][number]

/** What the piece offers the streamer: his rate and until when, between which prices, and plans he may ask for. */
export function ItemOffer({ itemId }: { itemId: string }) {
  const { t } = useTranslation('commissions')
  const { data } = useQuery(api.offers.ofItem.queryOptions({ itemId }))
  const [asking, setAsking] = useState<Door | null>(null)
  if (!data) return null
  const { terms, promise, doors } = data
  return (
    <div className="stack-tight">
      {terms?.supplyPriceFen ? (
        <p className="small">
          {t('supplyPrice')} <Money fen={terms.supplyPriceFen} />
        </p>
      ) : null}
      {terms && terms.floorFen !== terms.ceilingFen ? (
        <p className="small">
          {t('sellBetween')} <Money fen={terms.floorFen} /> – <Money fen={terms.ceilingFen} />
        </p>
      ) : null}
      {terms && promise ? <RatePromise promise={promise} /> : null}
      {terms || data.considered.length > 0 ? <WhyEarn offer={data} /> : null}
      {doors.map(door => (
        <div key={door.planId} className="row">
          <span>
            {t(`kind.${door.kind}`)}{' '}
            {door.supplyRateBps === null
              ? formatRate(door.rateBps)
              : t('supplyOf', { rate: formatRate(door.supplyRateBps) })}
          </span>
          {door.request === 'asked' || door.request === 'refused' ? (
            <StateTag of="planRequest" state={door.request} />
          ) : null}
          {door.request === 'asked' ? null : (
            <Button size="small" onClick={() => setAsking(door)}>
              {t('ask')}
            </Button>
          )}
        </div>
      ))}
      <Suspense fallback={null}>
        {asking ? <AskDialog door={asking} onClose={() => setAsking(null)} /> : null}
      </Suspense>
    </div>
  )
}
