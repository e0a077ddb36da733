import type { Fen } from '@haowu/shared/money.ts'
import type { RoomStanding, SessionState } from '@haowu/shared/picks.ts'
import { DomainError } from '#domain/domain-error.ts'
import type { HoldDeps } from './hold-for-show.ts'
import { slotStanding } from './slot-standing.ts'
import { findSession, type SheetRow, selectSheet } from './run-sheet-store.ts'

/** What a viewer may know of an item: nothing of its supplier, its plan or who earns what. */
export interface RoomItem {
  itemId: string
  position: number
  title: string
  brand: string | null
  model: string | null
  categoryCode: string
  grade: string | null
  photos: unknown
  priceFen: Fen
  /** Before the streamer changed the price for his room. */
  listFen: Fen
  reportCode: string
  reportKind: 'streamer' | 'third_party'
  /** When whoever is paying must be done, without a word of who it is. */
  payingUntil: Date | null
  /** `being_paid`: somebody else is paying; it may come back within minutes. */
  standing: RoomStanding
  /** The streamer is showing it at this moment. */
  onAir: boolean
  /** When its report or the hold for this show ends; whoever is paying then is served all the same while the report lasts. */
  offeredUntil: Date
}

export interface Room {
  title: string
  streamerName: string
  startsAt: Date
  endsAt: Date
  state: SessionState
  items: RoomItem[]
}

/** The public page of a session. What is no longer held here, or whose report lapsed or was changed, is not shown. Throws `not_found`. */
export async function readRoom(deps: HoldDeps, { roomCode }: { roomCode: string }): Promise<Room> {
  const session = await findSession(deps.db, { roomCode: roomCode.toUpperCase() })
  if (!session) throw new DomainError('not_found', { what: 'room' })
  const rows = await selectSheet(deps, session.sessionId)
  const { title, streamerName, startsAt, endsAt, state } = session
  return {
    title,
    streamerName,
    startsAt,
    endsAt,
    state,
    items: rows.flatMap(row => toRoomItem(row, session.currentSlotId)),
  }
}

function toRoomItem(row: SheetRow, currentSlotId: string | null): RoomItem[] {
  const standing = slotStanding(row)
  if (standing === 'gone' || (standing !== 'sold' && !(row.reportInForce && row.reportGenuine))) return []
  const { itemId, position, title, brand, model, categoryCode, grade, photos, priceFen } = row
  return [
    {
      itemId,
      position,
      title,
      brand,
      model,
      categoryCode,
      grade,
      photos,
      priceFen,
      listFen: row.listFen,
      payingUntil: standing === 'being_paid' ? row.payingUntil : null,
      reportCode: row.reportCode,
      reportKind: row.reportKind,
      standing: standing === 'held' ? 'on_sale' : standing,
      onAir: row.slotId === currentSlotId,
      offeredUntil: standing === 'held' && row.until < row.reportExpiresAt ? row.until : row.reportExpiresAt,
    },
  ]
}
