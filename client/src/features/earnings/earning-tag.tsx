import type { EarningState } from '@haowu/shared/settlement.ts'
import { useTranslation } from 'react-i18next'
import { type Shape, StatusTag } from '#ui/status-tag.tsx'
import type { Tone } from '#ui/tokens.ts'

const LOOKS: Record<EarningState, [Tone, Shape]> = {
  waiting_shipment: ['neutral', 'waiting'],
  waiting_receipt: ['neutral', 'waiting'],
  maturing: ['info', 'waiting'],
  due: ['info', 'waiting'],
  refunding: ['warning', 'attention'],
  payable: ['success', 'live'],
  reversed: ['danger', 'refused'],
}

export function EarningTag({ state }: { state: EarningState }) {
  const { t } = useTranslation('earnings')
  const [tone, shape] = LOOKS[state]
  return (
    <StatusTag tone={tone} shape={shape}>
      {t(`states.${state}`)}
    </StatusTag>
  )
}
