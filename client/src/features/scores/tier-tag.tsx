import type { Tier } from '@haowu/shared/scores.ts'
import { useTranslation } from 'react-i18next'
import { type Shape, StatusTag } from '#ui/status-tag.tsx'
import type { Tone } from '#ui/tokens.ts'

const LOOKS: Record<Tier, [Tone, Shape]> = {
  A: ['success', 'live'],
  B: ['info', 'live'],
  C: ['warning', 'waiting'],
  D: ['danger', 'attention'],
}

export function TierTag({ tier }: { tier: Tier }) {
  const { t } = useTranslation('scores')
  const [tone, shape] = LOOKS[tier]
  return (
    <StatusTag tone={tone} shape={shape}>
      {t('tierName', { tier })}
    </StatusTag>
  )
}
