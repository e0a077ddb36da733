import type { FenText } from './money.ts'
import type { RoomStanding, SessionState } from './picks.ts'

/** What a viewer may know of a piece: nothing of its supplier, its plan or who earns what. */
export interface RoomPiece {
  itemId: string
  position: number
  title: string
  brand: string | null
  model: string | null
  categoryCode: string
  grade: string | null
  photos: unknown
  priceFen: FenText
  /** Before the streamer changed the price for his room. */
  listFen: FenText
  reportCode: string
  reportKind: 'streamer' | 'third_party'
  standing: RoomStanding
  /** When whoever is paying must be done, without a word of who it is. */
  payingUntil: string | null
  onAir: boolean
  /** When it may no longer be bought unless something changes: its report or the hold for this show ends. */
  offeredUntil: string
}

/** The public page of a session, as `GET /api/rooms/:roomCode` answers it to everybody alike. */
export interface RoomView {
  title: string
  streamerName: string
  startsAt: string
  endsAt: string
  state: SessionState
  items: RoomPiece[]
  /** How far the clock that decides runs ahead of the real one; zero but in the demo. */
  clockShiftSeconds: number
}
