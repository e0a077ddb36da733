import type { Fen } from '@haowu/shared/money.ts'
import { findForbidden, type ForbiddenWord } from '@haowu/shared/forbidden-words.ts'
import type { SlotConflict, SlotStanding } from '@haowu/shared/picks.ts'
import { sharesAt } from '#domain/commission/explain-terms.ts'
import { priceLimits } from '#domain/commission/price-limits.ts'
import { type Terms, termsSchema } from '#domain/commission/terms.ts'
import { DomainError } from '#domain/domain-error.ts'
import { type Clash, findClashes } from './find-clashes.ts'
import { readForbiddenWords } from './forbidden-words.ts'
import type { HoldDeps } from './hold-for-show.ts'
import { type ReportHighlights, toHighlights } from './report-highlights.ts'
import { type OpenEdit, selectOpenEdits } from './sheet-edit-store.ts'
import { slotConflicts } from './slot-conflicts.ts'
import { slotStanding } from './slot-standing.ts'
import { findSession, readStanding, type SessionSeen, type SheetRow, selectSheet } from './run-sheet-store.ts'

export interface SlotRow extends Omit<SheetRow, HiddenOfRow> {
  floorFen: Fen
  ceilingFen: Fen
  standing: SlotStanding
  terms: Terms
  /** What the streamer gets when it sells at this price, under the frozen terms. */
  earnFen: Fen
  highlights: ReportHighlights
  conflicts: SlotConflict[]
  /** Words of its script that must not be said where the show runs. */
  forbidden: ForbiddenWord[]
}
type HiddenOfRow =
  | 'terms'
  | 'heldHere'
  | 'beingPaid'
  | 'holdState'
  | 'reportContent'
  | 'supplierRestricted'
  | 'holdEndsBeforeEnd'

export interface SessionSheet extends SessionSeen {
  slots: SlotRow[]
  /** Two changes of the same thing, of which somebody has to choose one. */
  openEdits: OpenEdit[]
  /** Other shows of the streamer at the same time. */
  clashes: Clash[]
  /** The streamer may take no new holds now, because his deposit is short. */
  depositShort: boolean
  /** The clock that decides, for screens that count by their own. */
  now: Date
}

/** A streamer's own session with its run sheet. Throws `not_found` for anybody else's. */
export async function readSession(
  deps: HoldDeps,
  own: { sessionId: string; streamerId: string },
): Promise<SessionSheet> {
  const { db } = deps
  const session = await findSession(db, own)
  if (!session) throw new DomainError('not_found', { what: 'session' })
  const { sessionId, startsAt, endsAt, place } = session
  const rows = await selectSheet(deps, sessionId)
  const words = await readForbiddenWords(db, place)
  const { now, depositShort } = await readStanding(db, own.streamerId)
  return {
    ...session,
    slots: rows.map(row => toSlot(row, words)),
    openEdits: await selectOpenEdits(db, sessionId),
    clashes: await findClashes(db, { streamerId: own.streamerId, startsAt, endsAt, except: sessionId }),
    depositShort,
    now,
  }
}

function toSlot(seen: SheetRow, words: ForbiddenWord[]): SlotRow {
  const { heldHere, beingPaid, holdState, reportContent, supplierRestricted, holdEndsBeforeEnd, ...row } =
    seen
  const terms = termsSchema.parse(row.terms)
  const { floorFen, ceilingFen } = priceLimits(terms, row.listFen)
  const earned = sharesAt(row.priceFen, terms).find(share => share.role === 'streamer')
  return {
    ...row,
    terms,
    floorFen,
    ceilingFen,
    standing: slotStanding(seen),
    earnFen: earned?.amountFen ?? 0n,
    highlights: toHighlights(seen.reportGenuine ? reportContent : {}),
    conflicts: slotConflicts(seen),
    forbidden: findForbidden(words, row.script),
  }
}
