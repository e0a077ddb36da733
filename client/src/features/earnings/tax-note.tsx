import { formatRate, formatYuan } from '@haowu/shared/money.ts'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { Money } from '#ui/money.tsx'
import { useDebounced } from '#ui/use-debounced.ts'

/** What is withheld of the amount as it is typed, what arrives, and how the tax is reckoned, line by line. */
export function TaxNote({ amountFen }: { amountFen: string }) {
  const { t } = useTranslation('earnings')
  const asked = useDebounced(amountFen, 300)
  const query = useQuery(api.payouts.previewTax.queryOptions({ amountFen: asked }))
  if (!query.data || query.data.taxKind !== 'individual') return null
  const { taxFen, netFen, steps } = query.data
  return (
    <div className="stack-tight" aria-live="polite">
      {BigInt(netFen) > 0n ? (
        <p>
          {t('tax.withheld')} <Money fen={taxFen} /> · {t('tax.arrives')}{' '}
          <span className="strong">
            <Money fen={netFen} />
          </span>
        </p>
      ) : (
        <p>{t('tax.takesAll')}</p>
      )}
      {steps ? (
        <details>
          <summary className="small">{t('tax.how')}</summary>
          <p className="small secondary">
            {t('tax.formula', {
              income: yuan(steps.incomeFen),
              expense: yuan(steps.expenseFen),
              deduction: yuan(steps.deductionFen),
              taxable: yuan(steps.taxableFen),
              rate: formatRate(steps.rateBps),
              quick: yuan(steps.quickFen),
              due: yuan(steps.dueFen),
              withheld: yuan(steps.withheldFen),
            })}
          </p>
        </details>
      ) : null}
    </div>
  )
}

function yuan(fen: string): string {
  return `¥${formatYuan(BigInt(fen))}`
}
