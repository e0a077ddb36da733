import { createHash } from 'node:crypto'

export interface DecidedOn {
  class: string
  amountFen: bigint
  state: string
  proposed: string | null
  makerId: string | null
  note: string | null
  resolution: string | null
  takenBack: number
  reopenMakerId: string | null
  reopenWish: string | null
}

/**
 * SHA-256 over all that a second person agrees to: how a difference is to end, or that what was booked for it is taken back, with
 * who says so and why. It is shown with the difference and reckoned again when he decides: what was changed meanwhile does not match.
 */
export function versionOfBreak(found: DecidedOn): string {
  const facts = [
    'break:v1',
    found.class,
    found.amountFen.toString(),
    found.state,
    found.proposed,
    found.makerId,
    found.note,
    found.resolution,
    found.takenBack,
    found.reopenMakerId,
    found.reopenWish,
  ]
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex')
}
