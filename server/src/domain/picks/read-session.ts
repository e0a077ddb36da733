import type { Fen } from '@haowu/shared/money.ts'
import type { SlotStanding } from '@haowu/shared/picks.ts'
import type { Db } from '#db/database.ts'
import { sharesAt } from '#domain/commission/explain-terms.ts'
import { type Terms, termsSchema } from '#domain/commission/terms.ts'
import { DomainError } from '#domain/domain-error.ts'
import { findSession, type SessionSeen, type SheetRow, selectSheet } from './run-sheet-store.ts'

export interface SlotRow extends Omit<SheetRow, 'terms' | 'heldHere' | 'beingPaid' | 'holdState'> {
  standing: SlotStanding
  terms: Terms
  /** What the streamer gets when it sells at this price, under the frozen terms. */
  earnFen: Fen
}

export interface SessionSheet extends SessionSeen {
  slots: SlotRow[]
}

/** A streamer's own session with its run sheet. Throws `not_found` for anybody else's. */
export async function readSession(
  db: Db,
  own: { sessionId: string; streamerId: string },
): Promise<SessionSheet> {
  const session = await findSession(db, own)
  if (!session) throw new DomainError('not_found', { what: 'session' })
  const rows = await selectSheet(db, session.sessionId)
  return { ...session, slots: rows.map(toSlot) }
}

function toSlot({ heldHere, beingPaid, holdState, ...row }: SheetRow): SlotRow {
  const terms = termsSchema.parse(row.terms)
  const earned = sharesAt(row.priceFen, terms).find(share => share.role === 'streamer')
  return {
    ...row,
    terms,
    standing: slotStanding({ heldHere, beingPaid, holdState }),
    earnFen: earned?.amountFen ?? 0n,
  }
}

export function slotStanding(row: Pick<SheetRow, 'heldHere' | 'beingPaid' | 'holdState'>): SlotStanding {
  if (row.holdState === 'sold') return 'sold'
  if (row.holdState === 'active' && row.beingPaid) return 'being_paid'
  return row.heldHere ? 'held' : 'gone'
}
