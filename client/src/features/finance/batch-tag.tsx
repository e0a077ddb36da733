import { useTranslation } from 'react-i18next'
import type { Outputs } from '#api/api.ts'
import { type Shape, StatusTag } from '#ui/status-tag.tsx'
import type { Tone } from '#ui/tokens.ts'

type BatchState = Outputs['payoutBatches']['list'][number]['state']

const LOOKS: Record<BatchState, { tone: Tone; shape: Shape }> = {
  collected: { tone: 'warning', shape: 'attention' },
  submitted: { tone: 'info', shape: 'waiting' },
  approved: { tone: 'success', shape: 'live' },
  rejected: { tone: 'danger', shape: 'refused' },
}

export function BatchTag({ state }: { state: BatchState }) {
  const { t } = useTranslation('payout-batch')
  return <StatusTag {...LOOKS[state]}>{t(`views.${state}`)}</StatusTag>
}
