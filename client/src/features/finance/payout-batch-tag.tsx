import type { PayoutBatchState } from '@haowu/shared/settlement.ts'
import { useTranslation } from 'react-i18next'
import { type Shape, StatusTag } from '#ui/status-tag.tsx'
import type { Tone } from '#ui/tokens.ts'

const LOOKS: Record<PayoutBatchState, { tone: Tone; shape: Shape }> = {
  collected: { tone: 'warning', shape: 'attention' },
  submitted: { tone: 'info', shape: 'waiting' },
  approved: { tone: 'success', shape: 'live' },
  rejected: { tone: 'danger', shape: 'refused' },
}

export function PayoutBatchTag({ state }: { state: PayoutBatchState }) {
  const { t } = useTranslation('payout-batch')
  return <StatusTag {...LOOKS[state]}>{t(`views.${state}`)}</StatusTag>
}
