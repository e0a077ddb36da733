import { useTranslation } from 'react-i18next'
import { clawSums, useClawColumns } from '#features/finance/claw-columns.tsx'
import type { Explained } from '#features/finance/explain-page.tsx'
import { knownRole } from '#features/finance/known-role.ts'
import { type Column, DataTable } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { Money } from '#ui/money.tsx'

type Refund = Explained['refunds'][number]
type Claw = Refund['claws'][number]

/** What went back to the buyer, whose mistake it was, and what each earner gave back from where. */
export function RefundClaws({ refunds }: { refunds: Refund[] }) {
  const { t } = useTranslation('finance')
  const columns = useColumns()
  if (refunds.length === 0) return null
  return (
    <section className="stack" aria-labelledby="refunds">
      <h2 id="refunds">{t('refunds.title')}</h2>
      {refunds.map(refund => (
        <div key={refund.refundId} className="panel stack">
          <div className="row">
            <span className="strong">
              <Money fen={refund.amountFen} />
            </span>
            <span>{t(`refunds.state.${refund.state as 'requested'}`)}</span>
            <span className="secondary">{t(`refunds.fault.${refund.fault}`)}</span>
            <span className="small secondary">
              <DateText at={refund.requestedAt} />
            </span>
          </div>
          <p className="small secondary">
            {t(refund.goodsKept ? 'refunds.kept' : 'refunds.back')}
            {refund.freightFen === '0' ? null : (
              <>
                {' '}
                {t('refunds.freight')} <Money fen={refund.freightFen} />
              </>
            )}
            {refund.discountFen === '0' ? null : (
              <>
                {' '}
                {t('refunds.discount')} <Money fen={refund.discountFen} />
              </>
            )}
          </p>
          {refund.claws.length === 0 ? (
            <p className="secondary">{t('refunds.fromEscrow')}</p>
          ) : (
            <>
              <DataTable
                caption={t('refunds.title')}
                columns={columns}
                rows={refund.claws}
                rowKey={claw => claw.role}
                foot={<Total claws={refund.claws} />}
              />
              <Borne claws={refund.claws} />
            </>
          )}
        </div>
      ))}
    </section>
  )
}

function Total({ claws }: { claws: Claw[] }) {
  const { t } = useTranslation('finance')
  return (
    <tr>
      <th scope="row">{t('refunds.total')}</th>
      {clawSums(claws).map(({ key, fen }) => (
        <td key={key} data-align="end">
          {fen === 0n ? '–' : <Money fen={fen} />}
        </td>
      ))}
    </tr>
  )
}

/** What the party at fault paid for the others, beyond what it gave back itself. */
function Borne({ claws }: { claws: Claw[] }) {
  const { t } = useTranslation('finance')
  const borneFen = claws.reduce((sum, claw) => sum + BigInt(claw.compensatedFen), 0n)
  if (borneFen === 0n) return null
  return (
    <p className="small secondary">
      {t('refunds.borne')} <Money fen={borneFen} />
    </p>
  )
}

function useColumns(): Column<Claw>[] {
  const { t } = useTranslation('finance')
  const taken = useClawColumns<Claw>()
  return [
    {
      key: 'role',
      title: t('refunds.who'),
      heading: true,
      cell: claw => (
        <div className="stack-tight">
          <span>{t(`role.${knownRole(claw.role)}`)}</span>
          <span className="small secondary">{claw.partyName}</span>
        </div>
      ),
    },
    ...taken,
  ]
}
