import { useTranslation } from 'react-i18next'
import { PARTY_KINDS } from '#features/operator/routes.ts'
import { type Shape, StatusTag } from '#ui/status-tag.tsx'
import type { Tone } from '#ui/tokens.ts'

const LOOKS = {
  pending: ['warning', 'waiting'],
  active: ['success', 'live'],
  restricted: ['warning', 'attention'],
  suspended: ['danger', 'refused'],
  closed: ['neutral', 'off'],
} as const satisfies Record<string, [Tone, Shape]>

export function PartyTag({ state }: { state: string }) {
  const { t } = useTranslation('state')
  const known = STATES.find(each => each === state)
  if (!known) return <>{state}</>
  const [tone, shape] = LOOKS[known]
  return (
    <StatusTag tone={tone} shape={shape}>
      {t(`party.${known}`)}
    </StatusTag>
  )
}

const STATES = ['pending', 'active', 'restricted', 'suspended', 'closed'] as const

export function PartyKind({ kind }: { kind: string }) {
  const { t } = useTranslation('operator')
  const known = PARTY_KINDS.find(each => each === kind)
  return <>{known ? t(`kind.${known}`) : kind}</>
}
