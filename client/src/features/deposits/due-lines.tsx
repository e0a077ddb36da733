import { useTranslation } from 'react-i18next'
import { type Deposit } from '#features/deposits/deposit-balance.tsx'
import { formatRate, formatYuan } from '@haowu/shared/money.ts'
import { DataTable } from '#ui/data-table.tsx'
import { Money } from '#ui/money.tsx'

/** What is due, line by line: from which rule and which figures each of the three comes, which one counts, and what the tier makes of it. */
export function DueLines({ due, balanceFen }: { due: Deposit['due']; balanceFen: string }) {
  const { t } = useTranslation('deposits')
  const { base, floating, exposure, factor } = due
  const rows = [
    {
      key: 'base',
      fen: base.amountFen,
      from: <BaseScope scope={base.scope} />,
      rule: t('rules.base', { version: base.ruleVersion }),
    },
    {
      key: 'floating',
      fen: floating.amountFen,
      from: (
        <>
          {t('sales30')} <Money fen={floating.salesFen} />
          <Band band={floating.band} />
        </>
      ),
      rule: t('rules.floating', { version: floating.ruleVersion }),
    },
    {
      key: 'exposure',
      fen: exposure.amountFen,
      from: (
        <>
          {t('liveHeld')} <Money fen={exposure.liveHeldFen} /> · {t('onLoan')}{' '}
          <Money fen={exposure.onLoanFen} />
        </>
      ),
      rule: t('rules.exposure', {
        rate: formatRate(exposure.rateBps),
        version: exposure.ruleVersion,
      }),
    },
  ] as const
  const missing = BigInt(due.dueFen) - BigInt(balanceFen)
  return (
    <section className="stack" aria-labelledby="due">
      <div>
        <h2 id="due">
          {t('due')} <Money fen={due.dueFen} />
        </h2>
        <p className="secondary">
          {t('dueLead')}{' '}
          {missing > 0n ? (
            <>
              {t('missing')} <Money fen={missing} />
            </>
          ) : (
            t('covered')
          )}
        </p>
      </div>
      <DataTable
        caption={t('due')}
        rowKey={row => row.key}
        rows={[...rows]}
        columns={[
          {
            key: 'why',
            title: t('dueWhy'),
            heading: true,
            cell: row => (
              <span className={row.key === due.decidedBy ? 'strong' : undefined}>
                {t(`dueBy.${row.key}`)}
                {row.key === due.decidedBy ? ` · ${t('decides')}` : ''}
              </span>
            ),
          },
          { key: 'from', title: t('figures'), cell: row => row.from },
          { key: 'rule', title: t('rule'), cell: row => row.rule },
          { key: 'fen', title: t('amount'), align: 'end', cell: row => <Money fen={row.fen} /> },
        ]}
      />
      <p>
        <span className="numeric">
          <Money fen={due.greatestFen} /> × {formatRate(factor.factorBps)} = <Money fen={due.dueFen} />
        </span>{' '}
        <span className="secondary">{t('factor', { tier: factor.tier, version: factor.ruleVersion })}</span>
      </p>
    </section>
  )
}

/** Where the sales stand in the steps of the rule, and what more of them would make due. */
function Band({ band }: { band: Deposit['due']['floating']['band'] }) {
  return <div className="small secondary">{useBandWords(band)}</div>
}

function useBandWords(band: Deposit['due']['floating']['band']): string {
  const { t } = useTranslation('deposits')
  const yuan = (fen: string) => `¥${formatYuan(BigInt(fen))}`
  if (band.kind === 'flat') return t('band.flat')
  if (band.kind === 'share')
    return t('band.share', {
      from: yuan(band.fromFen),
      rate: formatRate(band.rateBps),
      least: yuan(band.leastFen),
      cap: yuan(band.capFen),
    })
  const below = yuan(band.belowFen)
  const now =
    band.addFen === '0' ? t('band.none', { below }) : t('band.add', { below, add: yuan(band.addFen) })
  return `${now} ${t('band.next', { from: below, next: yuan(band.nextFen) })}`
}

const SCOPES = ['streamer', 'phone', 'luxury_bag'] as const

function BaseScope({ scope }: { scope: string }) {
  const { t } = useTranslation('deposits')
  return <>{t(`scope.${SCOPES.find(known => known === scope) ?? 'other'}`)}</>
}
