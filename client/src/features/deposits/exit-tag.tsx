import type { ExitState } from '@haowu/shared/deposits.ts'
import { useTranslation } from 'react-i18next'
import { type Shape, StatusTag } from '#ui/status-tag.tsx'
import type { Tone } from '#ui/tokens.ts'

const LOOKS: Record<ExitState, [Tone, Shape]> = {
  waiting: ['info', 'waiting'],
  sent: ['info', 'waiting'],
  unknown: ['warning', 'attention'],
  refunded: ['success', 'live'],
  failed: ['danger', 'refused'],
  cancelled: ['neutral', 'off'],
}

export function ExitTag({ state }: { state: ExitState }) {
  const { t } = useTranslation('deposits')
  const [tone, shape] = LOOKS[state]
  return (
    <StatusTag tone={tone} shape={shape}>
      {t(`exit.state.${state}`)}
    </StatusTag>
  )
}
