import { useTranslation } from 'react-i18next'
import type { Outputs } from '#api/api.ts'
import type { LedgerRow } from '#features/finance/ledger-columns.tsx'
import { Money } from '#ui/money.tsx'

type SumsLineProps = { sums: Outputs['ledger']['sums'] | undefined; rows: LedgerRow[] }

/** Debit and credit of all rows that fit; until the server has said so, those of the loaded ones, and named as such. */
export function LedgerSumsLine({ sums, rows }: SumsLineProps) {
  const { t } = useTranslation('ledger')
  const ofRows = (side: 'debitFen' | 'creditFen') =>
    rows.reduce((sum, row) => sum + BigInt(row[side] ?? 0), 0n)
  const debitFen = sums?.debitFen ?? ofRows('debitFen')
  const creditFen = sums?.creditFen ?? ofRows('creditFen')
  return (
    <div className="row ledger-sums" role="status">
      <span className="strong">
        {sums ? t('sums', { total: sums.count }) : t('pageSums', { loaded: rows.length })}
      </span>
      <span>
        {t('column.debit')} <Money fen={debitFen} />
      </span>
      <span>
        {t('column.credit')} <Money fen={creditFen} />
      </span>
      {sums && sums.count > rows.length ? (
        <span className="small secondary">{t('loaded', { loaded: rows.length, total: sums.count })}</span>
      ) : null}
    </div>
  )
}
