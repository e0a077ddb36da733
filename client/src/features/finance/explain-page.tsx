import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { StateTag } from '#app/state-tag.tsx'
import { LegsTable } from '#features/finance/legs-table.tsx'
import { ShareSteps } from '#features/finance/share-steps.tsx'
import { CopyText } from '#ui/copy-text.tsx'
import { Fact, MomentFact } from '#ui/fact.tsx'
import { Icon } from '#ui/icon.tsx'
import { Money } from '#ui/money.tsx'
import { Notice } from '#ui/notice.tsx'
import { Page } from '#ui/page.tsx'
import { PartsBar } from '#ui/parts-bar.tsx'
import { QueryView } from '#ui/query-view.tsx'
import './explain-page.css'

export type Explained = Outputs['finance']['explainOrder']

/** One order's money to the fen: what was paid, how it was divided by which rule, where it stands in the ledger. */
export function ExplainPage() {
  const { t } = useTranslation('finance')
  const { orderNo } = useParams({ from: '/workspace/finance/orders/$orderNo' })
  const query = useQuery(api.finance.explainOrder.queryOptions({ orderNo }))
  return (
    <Page
      title={t('explain.title', { orderNo })}
      lead={query.data?.itemTitle}
      back={
        <Link to="/finance/orders">
          <Icon name="back" size={16} />
          {t('orders.title')}
        </Link>
      }
    >
      <QueryView query={query} lines={12}>
        {order => (
          <>
            <Head order={order} />
            <Waterfall order={order} />
            {order.shares.length === 0 ? (
              <Notice tone="info">{t('explain.notSplit')}</Notice>
            ) : (
              <Shares order={order} />
            )}
            <LegsTable order={order} />
          </>
        )}
      </QueryView>
    </Page>
  )
}

function Head({ order }: { order: Explained }) {
  const { t } = useTranslation('finance')
  return (
    <section className="panel stack">
      <div className="row">
        <StateTag of="order" state={order.state} />
        <CopyText text={order.orderNo} what={t('orders.order')}>
          <span className="mono">{order.orderNo}</span>
        </CopyText>
      </div>
      <dl className="facts">
        <Fact label={t('orders.supplier')}>{order.supplierName}</Fact>
        <Fact label={t('orders.streamer')}>{order.streamerName}</Fact>
        <MomentFact label={t('orders.paidAt')} at={order.paidAt} />
        <MomentFact label={t('explain.splitAt')} at={order.splitAt} />
        <MomentFact label={t('explain.receivedAt')} at={order.receivedAt} />
        <MomentFact label={t('orders.maturesAt')} at={order.maturesAt} />
        <MomentFact label={t('explain.settledAt')} at={order.settledAt} />
        <Fact label={t('explain.terms')}>
          {t('explain.termsValue', {
            version: order.terms.planVersion,
            tier: order.terms.settlementTier,
            days: order.terms.settlementDays,
          })}
        </Fact>
      </dl>
    </section>
  )
}

/** From the list price to what is shared, line by line; each line adds to or takes from the one above. */
function Waterfall({ order }: { order: Explained }) {
  const { t } = useTranslation('finance')
  const lines = [
    { key: 'list', fen: BigInt(order.listFen), kind: 'start' },
    { key: 'supplierDiscount', fen: -BigInt(order.supplierDiscountFen), kind: 'step' },
    { key: 'base', fen: BigInt(order.baseFen), kind: 'sum' },
    { key: 'platformDiscount', fen: -BigInt(order.platformDiscountFen), kind: 'step' },
    { key: 'streamerDiscount', fen: -BigInt(order.streamerDiscountFen), kind: 'step' },
    { key: 'freight', fen: BigInt(order.freightFen), kind: 'step' },
    { key: 'paid', fen: BigInt(order.paidFen), kind: 'sum' },
  ] as const
  return (
    <section className="panel stack" aria-labelledby="waterfall">
      <h2 id="waterfall">{t('explain.paidTitle')}</h2>
      <table className="waterfall">
        <caption className="visually-hidden">{t('explain.paidTitle')}</caption>
        <tbody>
          {lines
            .filter(line => line.kind !== 'step' || line.fen !== 0n)
            .map(line => (
              <tr key={line.key} data-kind={line.kind}>
                <th scope="row">{t(`waterfall.${line.key}`)}</th>
                <td>
                  <Money fen={line.fen} plus={line.kind === 'step'} />
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </section>
  )
}

function Shares({ order }: { order: Explained }) {
  const { t } = useTranslation('finance')
  const shouldFen = BigInt(order.paidFen) + BigInt(order.platformDiscountFen)
  const sums = BigInt(order.sharesFen) === shouldFen
  return (
    <>
      <section className="panel stack" aria-labelledby="shares">
        <div>
          <h2 id="shares">{t('explain.sharesTitle')}</h2>
          <p className="secondary">{t('explain.sharesLead')}</p>
        </div>
        <PartsBar
          parts={order.shares.map(share => ({
            key: share.role,
            label: `${t(`role.${knownRole(share.role)}`)} · ${share.partyName}`,
            note: <ShareState share={share} />,
            fen: share.earnedFen,
          }))}
        />
        <p className="row" role="status">
          <Icon name={sums ? 'success' : 'warning'} size={18} />
          <span>
            {t('explain.sum')} <Money fen={order.sharesFen} /> {sums ? '=' : '≠'} {t('explain.sumOf')}{' '}
            <Money fen={shouldFen} />
          </span>
        </p>
      </section>
      {order.shares.map(share => (
        <ShareSteps key={share.role} share={share} />
      ))}
    </>
  )
}

function ShareState({ share }: { share: Explained['shares'][number] }) {
  const { t } = useTranslation('finance')
  return (
    <span className="row">
      <StateTag of="accrual" state={share.state} />
      {BigInt(share.clawedFen) > 0n ? (
        <span>
          {t('explain.clawed')} <Money fen={-BigInt(share.clawedFen)} />
        </span>
      ) : null}
      {share.settlementNo ? <span className="mono">{share.settlementNo}</span> : null}
    </span>
  )
}

/** The role's words; one we do not know is the platform's. */
export function knownRole(role: string) {
  return (['supplier', 'streamer', 'agency', 'leader'] as const).find(each => each === role) ?? 'platform'
}
