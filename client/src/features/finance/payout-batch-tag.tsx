import type { PayoutBatchState } from '@haowu/shared/settlement.ts'
import { useTranslation } from 'react-i18next'
import { type Shape, StatusTag } from '#ui/status-tag.tsx'
import type { Tone } from '#ui/tokens.ts'

const LOOKS: Record<PayoutBatchState, { tone: Tone; shape: Shape }> = {
  collected: { tone: 'warning', shape: 'attention' },
  submitted: { tone: 'info', shape: 'waiting' },
  approved: { tone: 'info', shape: 'waiting' },
  rejected: { tone: 'danger', shape: 'refused' },
}

interface Tagged {
  state: PayoutBatchState
  paid: number
  open: number
  failed: number
}

/** Where a batch stands, and once it is approved, how far its lines are. */
export function PayoutBatchTag({ batch: { state, paid, open, failed } }: { batch: Tagged }) {
  const { t } = useTranslation('payout-batch')
  if (state !== 'approved' || paid + failed === 0)
    return <StatusTag {...LOOKS[state]}>{t(`views.${state}`)}</StatusTag>
  if (open > 0)
    return (
      <StatusTag tone="info" shape="waiting">
        {t('progress.paying', { paid, of: paid + failed + open })}
      </StatusTag>
    )
  return failed > 0 ? (
    <StatusTag tone="warning" shape="attention">
      {t('progress.partly', { count: failed })}
    </StatusTag>
  ) : (
    <StatusTag tone="success" shape="live">
      {t('progress.paid')}
    </StatusTag>
  )
}
