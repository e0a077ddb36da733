import { useTranslation } from 'react-i18next'
import type { Outputs } from '#api/api.ts'
import { Money } from '#ui/money.tsx'
import { PartsBar } from '#ui/parts-bar.tsx'

export type Deposit = Outputs['deposits']['get']

/** What is deposited, in its two parts. */
export function DepositBalance({ deposit }: { deposit: Deposit }) {
  const { t } = useTranslation('deposits')
  return (
    <section className="panel stack" aria-labelledby="balance">
      <h2 id="balance">
        {t('balance')} <Money fen={deposit.balanceFen} />
      </h2>
      <PartsBar
        parts={[
          { key: 'free', label: t('free'), note: t('freeNote'), fen: deposit.freeFen },
          { key: 'held', label: t('held'), note: t('heldNote'), fen: deposit.heldFen },
        ]}
      />
    </section>
  )
}
