import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { StateTag } from '#app/state-tag.tsx'
import { LegsTable } from '#features/finance/legs-table.tsx'
import { RefundClaws } from '#features/finance/refund-claws.tsx'
import { ShareSteps } from '#features/finance/share-steps.tsx'
import { Waterfall } from '#features/finance/waterfall.tsx'
import { CopyText } from '#ui/copy-text.tsx'
import { DateText } from '#ui/date-text.tsx'
import { Fact, MomentFact } from '#ui/fact.tsx'
import { Icon } from '#ui/icon.tsx'
import { Notice } from '#ui/notice.tsx'
import { Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'

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
            <Blocks blocks={order.blocks} />
            {order.shares.length === 0 ? <Notice tone="info">{t('explain.notSplit')}</Notice> : null}
            <Waterfall order={order} />
            {order.shares.map(share => (
              <ShareSteps key={share.role} share={share} />
            ))}
            <RefundClaws refunds={order.refunds} />
            <LegsTable order={order} />
          </>
        )}
      </QueryView>
    </Page>
  )
}

/** Why nothing of this order becomes payable now. */
function Blocks({ blocks }: { blocks: Explained['blocks'] }) {
  const { t } = useTranslation('finance')
  if (blocks.length === 0) return null
  return (
    <Notice tone="warning" title={t('explain.blocked')}>
      {blocks.map(({ cause, refId, openedAt }) => (
        <div key={refId}>
          {t(`explain.blockedBy.${cause as 'case'}`)} · {t('explain.blockedSince')} <DateText at={openedAt} />
        </div>
      ))}
    </Notice>
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
