import type { ChartKind } from '@haowu/shared/ledger.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { useEventName } from '#features/finance/event-name.ts'
import { Icon } from '#ui/icon.tsx'
import { Money } from '#ui/money.tsx'
import { QueryView } from '#ui/query-view.tsx'
import './waterfall.css'

type Explained = Outputs['ledger']['explainBalance']
type BalanceStepsProps = { account: ChartKind; partyId: string | undefined }

/** A balance as a waterfall from zero: what each kind of entry added and took; each leads to its rows. */
export function BalanceSteps({ account, partyId }: BalanceStepsProps) {
  const { t } = useTranslation('ledger')
  const query = useQuery(api.ledger.explainBalance.queryOptions({ account, ...(partyId && { partyId }) }))
  return (
    <details className="panel stack">
      <summary className="strong">{t('balance.title')}</summary>
      <p className="secondary">{t('balance.lead')}</p>
      <QueryView query={query} lines={4}>
        {explained => <Steps explained={explained} account={account} partyId={partyId} />}
      </QueryView>
    </details>
  )
}

function Steps({ explained, account, partyId }: BalanceStepsProps & { explained: Explained }) {
  const { t } = useTranslation('ledger')
  const eventName = useEventName()
  const levels = explained.steps.map(step => BigInt(step.levelFen))
  const most = levels.reduce((max, level) => (level > max ? level : max), 1n)
  const percent = (fen: bigint) => Number(((fen < 0n ? 0n : fen) * 100_000n) / most) / 1_000
  return (
    <>
      <table className="waterfall">
        <caption className="visually-hidden">{t('balance.title')}</caption>
        <tbody>
          {explained.steps.map((step, index) => {
            const [from, to] = [levels[index - 1] ?? 0n, levels[index] ?? 0n]
            const [low, high] = from < to ? [from, to] : [to, from]
            return (
              <tr key={step.kind} data-kind="step">
                <th scope="row" aria-label={eventName(step.kind)}>
                  <span className="stack-tight">
                    <Link to="/finance/ledger" search={{ account, partyId, kind: step.kind }}>
                      {eventName(step.kind)}
                    </Link>
                    <span className="small secondary">
                      {t('balance.entries', { count: step.entries })} · {step.firstOn} – {step.lastOn}
                    </span>
                  </span>
                </th>
                <td aria-hidden="true" className="waterfall-bar">
                  <span
                    style={{
                      marginInlineStart: `${percent(low)}%`,
                      width: `${percent(high) - percent(low)}%`,
                    }}
                  />
                </td>
                <td className="waterfall-amount">
                  <Money fen={to - from} plus />
                </td>
              </tr>
            )
          })}
          <tr data-kind="sum">
            <th scope="row">{t('balance.now')}</th>
            <td aria-hidden="true" className="waterfall-bar" />
            <td className="waterfall-amount">
              <Money fen={explained.balanceFen} />
            </td>
          </tr>
        </tbody>
      </table>
      <p className="row row-keep" role="status">
        <Icon name={explained.agrees ? 'success' : 'warning'} size={18} />
        {t(explained.agrees ? 'balance.agrees' : 'balance.disagrees')}
      </p>
    </>
  )
}
