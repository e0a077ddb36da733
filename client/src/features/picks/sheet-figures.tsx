import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { isPitchable } from '#features/picks/next-slot.ts'
import { minutesBehind } from '#features/picks/planned-times.ts'
import type { Session } from '#features/picks/run-sheet.ts'
import { Money } from '#ui/money.tsx'

/** What the show may bring, what it brought, and how it runs against its plan. */
export function SheetFigures({ session }: { session: Session }) {
  const { t } = useTranslation('picks')
  const counted = session.slots.filter(slot => slot.standing !== 'gone')
  const sellable = counted.filter(slot => slot.standing === 'sold' || isPitchable(slot))
  const sum = (of: (slot: Session['slots'][number]) => string, among = sellable) =>
    among.reduce((total, slot) => total + BigInt(of(slot)), 0n)
  const sold = counted.filter(slot => slot.standing === 'sold')
  const behind = minutesBehind(session)
  return (
    <dl className="figures">
      <Figure name={t('figure.earn')}>
        <Money fen={sum(slot => slot.earnFen)} />
      </Figure>
      <Figure name={t('figure.sold')}>
        <Money fen={sum(slot => slot.earnFen, sold)} />
      </Figure>
      <Figure name={t('figure.value')}>
        <Money fen={sum(slot => slot.priceFen)} />
      </Figure>
      <Figure name={t('figure.items')}>{counted.length}</Figure>
      <Figure name={t('figure.minutes')}>{counted.reduce((total, slot) => total + slot.minutes, 0)}</Figure>
      {behind === null ? null : (
        <Figure name={t('figure.clock')}>
          {behind === 0 ? t('onTime') : t(behind > 0 ? 'behind' : 'ahead', { count: Math.abs(behind) })}
        </Figure>
      )}
    </dl>
  )
}

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="figure">
      <dt>{name}</dt>
      <dd className="numeric">{children}</dd>
    </div>
  )
}
