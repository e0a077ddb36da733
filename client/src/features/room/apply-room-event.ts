import { LIVE_EVENTS, type LiveMessage } from '@haowu/shared/live-events.ts'
import type { RoomPiece, RoomView } from '@haowu/shared/room-view.ts'

const kinds = LIVE_EVENTS.session

/** The room after an event, or undefined where the event does not say enough and the snapshot has to be read. */
export function applyRoomEvent(room: RoomView, { kind, payload }: LiveMessage): RoomView | undefined {
  if (kind === 'piece_changed') {
    const changed = kinds.piece_changed.safeParse(payload)
    if (!changed.success) return undefined
    const { itemId, standing, until } = changed.data
    return changePiece(room, itemId, piece => ({ ...piece, standing, payingUntil: until }))
  }
  if (kind === 'piece_left') {
    const left = kinds.piece_left.safeParse(payload)
    if (!left.success) return undefined
    return { ...room, items: room.items.filter(({ itemId }) => itemId !== left.data.itemId) }
  }
  if (kind === 'price_changed') {
    const changed = kinds.price_changed.safeParse(payload)
    if (!changed.success) return undefined
    const { itemId, priceFen } = changed.data
    return changePiece(room, itemId, piece => ({ ...piece, priceFen }))
  }
  if (kind === 'on_air_changed') {
    const changed = kinds.on_air_changed.safeParse(payload)
    if (!changed.success) return undefined
    const { itemId } = changed.data
    return { ...room, items: room.items.map(piece => ({ ...piece, onAir: piece.itemId === itemId })) }
  }
  if (kind === 'session_changed') {
    const changed = kinds.session_changed.safeParse(payload)
    return changed.success ? { ...room, state: changed.data.state } : undefined
  }
  return undefined
}

function changePiece(
  room: RoomView,
  itemId: string,
  change: (piece: RoomPiece) => RoomPiece,
): RoomView | undefined {
  if (!room.items.some(piece => piece.itemId === itemId)) return undefined
  return { ...room, items: room.items.map(piece => (piece.itemId === itemId ? change(piece) : piece)) }
}
