import { useTranslation } from 'react-i18next'
import type { Slot } from '#features/picks/run-sheet.ts'
import { type Shape, StatusTag } from '#ui/status-tag.tsx'
import type { Tone } from '#ui/tokens.ts'

export function StandingTag({ slot }: { slot: Pick<Slot, 'standing'> }) {
  const { t } = useTranslation('picks')
  const [tone, shape] = STANDINGS[slot.standing]
  return (
    <StatusTag tone={tone} shape={shape}>
      {t(`standing.${slot.standing}`)}
    </StatusTag>
  )
}

/** What threatens the slot, beyond that it is gone, which its standing says. */
export function SlotConflicts({ slot }: { slot: Slot }) {
  const { t } = useTranslation('picks')
  const shown = slot.conflicts.filter(conflict => conflict !== 'gone')
  if (shown.length === 0 && slot.forbidden.length === 0) return null
  return (
    <p className="row small">
      {shown.map(conflict => (
        <StatusTag key={conflict} tone={ENDS_SALE.has(conflict) ? 'danger' : 'warning'} shape="attention">
          {t(`conflict.${conflict}`)}
        </StatusTag>
      ))}
      {slot.forbidden.length > 0 ? (
        <StatusTag tone="danger" shape="attention">
          {t('forbiddenCount', { count: slot.forbidden.length })}
        </StatusTag>
      ) : null}
    </p>
  )
}

/** While these hold nobody can buy it; the others are to come. */
const ENDS_SALE: ReadonlySet<string> = new Set(['report_forged', 'report_lapsed'])

const STANDINGS: Record<Slot['standing'], [Tone, Shape]> = {
  held: ['success', 'live'],
  being_paid: ['warning', 'waiting'],
  sold: ['info', 'off'],
  gone: ['danger', 'refused'],
}
