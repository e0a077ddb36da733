import { useTranslation } from 'react-i18next'
import type { Membership } from '#app/navigation.ts'

const COLOURS = 6

/** In whose name one acts: name, role and a colour of its own, because acting for the wrong shop is the costliest slip. */
export function PartyChip({ membership, folded = false }: { membership: Membership; folded?: boolean }) {
  const { t } = useTranslation('shell')
  const { partyName, role, partyId } = membership
  return (
    <div className="party-chip" title={folded ? `${partyName} · ${t(`role.${role}`)}` : undefined}>
      <span
        className="party-dot"
        style={{ background: `var(--chart-${colourOf(partyId)})` }}
        aria-hidden="true"
      />
      <span className="party-names">
        <span className="strong">{partyName}</span>
        <span className="small secondary">{t(`role.${role}`)}</span>
      </span>
    </div>
  )
}

/** The same party has the same colour on every device. */
function colourOf(partyId: string): number {
  return (Number.parseInt(partyId.slice(-6), 16) % COLOURS) + 1
}
