import { formatYuan } from '@haowu/shared/money.ts'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '#api/api.ts'
import { StateTag } from '#app/state-tag.tsx'
import { AfterSaleStory } from '#features/after-sales/after-sale-story.tsx'
import { DateText } from '#ui/date-text.tsx'
import { Fact } from '#ui/fact.tsx'
import { Money } from '#ui/money.tsx'

export type AfterSale = Outputs['afterSales']['deskGet']

/** What is asked, how it stands, what the clock will do, and all that was said; what one can do comes as children. */
export function AfterSaleView({ found, children }: { found: AfterSale; children: React.ReactNode }) {
  const { t } = useTranslation('after-sale')
  return (
    <div className="stack">
      <section className="panel stack" aria-label={t('facts')}>
        <div className="row">
          <StateTag of="afterSale" state={found.state} />
          <span className="strong">{t(`kind.${found.kind}`)}</span>
          <span className="small secondary mono">{found.no}</span>
        </div>
        <ClockLine found={found} />
        <CappedNote found={found} />
        <dl className="facts">
          <Fact label={t('reasonLabel')}>{t(`reason.${found.reason}`)}</Fact>
          <Fact label={t('asked')}>
            <Money fen={found.askedFen} />
          </Fact>
          {found.agreedFen ? (
            <Fact label={t('agreed')}>
              <Money fen={found.agreedFen} />
            </Fact>
          ) : null}
          <Fact label={t('paid')}>
            <Money fen={found.paidFen} />
          </Fact>
          <Fact label={t('goods')}>{t(found.goodsKept ? 'goodsKept' : 'goodsBack')}</Fact>
          {found.returnTrackingNo ? (
            <Fact label={t('parcel')}>
              <span className="mono">{found.returnTrackingNo}</span>
            </Fact>
          ) : null}
          <Fact label={t('report')}>
            <Link to="/r/$code" params={{ code: found.reportCode }}>
              {found.reportCode}
            </Link>
          </Fact>
        </dl>
      </section>
      {children}
      <AfterSaleStory afterSaleId={found.id} events={found.events} showsPhotos />
    </div>
  )
}

type Capped = Pick<AfterSale, 'cappedFromFen' | 'agreedFen' | 'paidFen'>

/** Less is given back than was agreed, because a part had come back before: whoever waits for it is told how much, and why. */
export function CappedNote({ found: { cappedFromFen, agreedFen, paidFen } }: { found: Capped }) {
  const { t } = useTranslation('after-sale')
  if (cappedFromFen === null || agreedFen === null) return null
  const yuan = (fen: bigint) => `¥${formatYuan(fen)}`
  const given = BigInt(agreedFen)
  return (
    <p>
      {t('capped', {
        given: yuan(given),
        agreed: yuan(BigInt(cappedFromFen)),
        paid: yuan(BigInt(paidFen)),
        before: yuan(BigInt(paidFen) - given),
      })}
    </p>
  )
}

/** What happens by itself when nobody does anything. */
export function ClockLine({ found }: { found: Pick<AfterSale, 'state' | 'dueAt'> }) {
  const { t } = useTranslation('after-sale')
  return (
    <p>
      {t(`now.${found.state}`)}{' '}
      {found.dueAt ? (
        <span className="secondary">
          {t(`clock.${found.state as 'requested'}`)} <DateText at={found.dueAt} />
        </span>
      ) : null}
    </p>
  )
}
