import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { StateTag } from '#app/state-tag.tsx'
import type { Explained } from '#features/finance/explain-page.tsx'
import { knownRole } from '#features/finance/known-role.ts'
import { type WaterfallLine, waterfallLines } from '#features/finance/waterfall-lines.ts'
import { Icon } from '#ui/icon.tsx'
import { Money } from '#ui/money.tsx'
import { CHART_COLOURS } from '#ui/tokens.ts'
import './waterfall.css'

/** From the list price down to nothing: every line says what it adds or takes, and who got it. */
export function Waterfall({ order }: { order: Explained }) {
  const { t } = useTranslation('finance')
  const lines = waterfallLines({
    listFen: BigInt(order.listFen),
    supplierDiscountFen: BigInt(order.supplierDiscountFen),
    platformDiscountFen: BigInt(order.platformDiscountFen),
    streamerDiscountFen: BigInt(order.streamerDiscountFen),
    freightFen: BigInt(order.freightFen),
    paidFen: BigInt(order.paidFen),
    shares: order.shares.map(({ role, earnedFen }) => ({ role, earnedFen: BigInt(earnedFen) })),
  })
  const most = lines.reduce((max, { to }) => (to > max ? to : max), 1n)
  const shouldFen = BigInt(order.paidFen) + BigInt(order.platformDiscountFen)
  const sums = BigInt(order.sharesFen) === shouldFen
  return (
    <section className="panel stack" aria-labelledby="waterfall">
      <div>
        <h2 id="waterfall">{t('explain.sharesTitle')}</h2>
        <p className="secondary">{t('explain.sharesLead')}</p>
      </div>
      <table className="waterfall">
        <caption className="visually-hidden">{t('explain.sharesTitle')}</caption>
        <tbody>
          {lines.map(line => (
            <Line key={line.key} line={line} most={most} order={order} />
          ))}
        </tbody>
      </table>
      {order.shares.length > 0 ? (
        <p className="row row-keep" role="status">
          <Icon name={sums ? 'success' : 'warning'} size={18} />
          <span>
            {t('explain.sum')} <Money fen={order.sharesFen} /> {sums ? '=' : '≠'} {t('explain.sumOf')}{' '}
            <Money fen={shouldFen} />
          </span>
        </p>
      ) : null}
    </section>
  )
}

function Line({ line, most, order }: { line: WaterfallLine; most: bigint; order: Explained }) {
  const index = order.shares.findIndex(share => share.role === line.key)
  const share = line.kind === 'share' ? order.shares[index] : undefined
  const percent = (fen: bigint) => Number((fen * 100_000n) / most) / 1_000
  return (
    <tr data-kind={line.kind}>
      <th scope="row">
        <LineName line={line} share={share} owedFen={share ? owedBy(share.role, order) : 0n} />
      </th>
      <td aria-hidden="true" className="waterfall-bar">
        <span
          style={{
            marginInlineStart: `${percent(line.from)}%`,
            width: `${percent(line.to - line.from)}%`,
            background: share ? `var(--chart-${(index % CHART_COLOURS.length) + 1})` : undefined,
          }}
        />
      </td>
      <td className="waterfall-amount">
        <Money fen={line.fen} plus={line.kind === 'step' && line.key !== 'paid'} />
      </td>
    </tr>
  )
}

type Share = Explained['shares'][number]

/** What refunds took of a share that was not there any more. */
function owedBy(role: string, { refunds }: Explained): bigint {
  return refunds
    .flatMap(({ claws }) => claws)
    .reduce((sum, claw) => (claw.role === role ? sum + BigInt(claw.receivableFen) : sum), 0n)
}

function LineName({
  line,
  share,
  owedFen,
}: {
  line: WaterfallLine
  share: Share | undefined
  owedFen: bigint
}) {
  const { t } = useTranslation('finance')
  if (!share) return <>{t(`waterfall.${line.key as 'list'}`)}</>
  return (
    <span className="stack-tight">
      <span>
        {t(`role.${knownRole(share.role)}`)} · {share.partyName}
      </span>
      <span className="row small">
        <StateTag of="accrual" state={share.state} />
        {BigInt(share.clawedFen) > 0n ? (
          <span>
            {t('explain.clawed')} <Money fen={-BigInt(share.clawedFen)} />
            {owedFen > 0n ? (
              <>
                {' · '}
                {t('explain.owed')} <Money fen={owedFen} />
              </>
            ) : null}
          </span>
        ) : null}
        {share.settlementNo && share.settlementBatchId ? (
          <Link
            to="/finance/settlements/$batchId"
            params={{ batchId: share.settlementBatchId }}
            className="mono"
          >
            {share.settlementNo}
          </Link>
        ) : null}
      </span>
    </span>
  )
}
