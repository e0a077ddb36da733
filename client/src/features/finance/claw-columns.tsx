import { useTranslation } from 'react-i18next'
import type { Column } from '#ui/data-table.tsx'
import { Money } from '#ui/money.tsx'

const TAKEN = [
  'amountFen',
  'pendingFen',
  'reserveFen',
  'availableFen',
  'receivableFen',
  'compensatedFen',
] as const

/** What all of them come to, in the same order. */
export function clawSums<Claw extends Record<(typeof TAKEN)[number], string>>(claws: Claw[]) {
  return TAKEN.map(key => ({ key, fen: claws.reduce((sum, claw) => sum + BigInt(claw[key]), 0n) }))
}

/** What a refund took from somebody's share, and out of which of his money. */
export function useClawColumns<Claw extends Record<(typeof TAKEN)[number], string>>(): Column<Claw>[] {
  const { t } = useTranslation('finance')
  return TAKEN.map(key => ({
    key,
    title: t(`refunds.${key}`),
    align: 'end',
    cell: claw => (claw[key] === '0' ? '–' : <Money fen={claw[key]} />),
  }))
}
