import type { LiveMessage } from '@haowu/shared/live-events.ts'
import type { RoomPiece, RoomView } from '@haowu/shared/room-view.ts'
import { expect, test } from 'vitest'
import { applyRoomEvent } from '#features/room/apply-room-event.ts'
import { arrangeRoom, findAlternatives } from '#features/room/arrange-room.ts'

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const piece = (position: number, wishes: Partial<RoomPiece> = {}): RoomPiece => ({
  itemId: id(position),
  position,
  title: `piece ${position}`,
  brand: null,
  model: null,
  categoryCode: 'phone',
  grade: null,
  photos: [],
  priceFen: '100000' as RoomPiece['priceFen'],
  listFen: '100000' as RoomPiece['listFen'],
  reportCode: 'R',
  reportKind: 'streamer',
  standing: 'on_sale',
  payingUntil: null,
  onAir: false,
  offeredUntil: '2100-01-01T00:00:00.000Z',
  ...wishes,
})
const fen = (text: string) => text as RoomPiece['priceFen']
const numbers = (pieces: RoomPiece[]) => pieces.map(({ position }) => position)

test('what is on air comes first, then the next that can be had, and each piece stands in one place', () => {
  const items = [piece(1), piece(2, { onAir: true }), piece(3, { standing: 'sold' }), piece(4), piece(5)]
  const { now, next, others, sold } = arrangeRoom(items)
  expect([now?.position, next?.position, numbers(others), numbers(sold)]).toEqual([2, 4, [1, 5], [3]])
  const last = arrangeRoom([piece(1), piece(2, { onAir: true, standing: 'sold' })])
  expect([last.now?.position, last.next, numbers(last.others), last.sold]).toEqual([2, undefined, [1], []])
})

test('who lost a piece is offered what is nearest to it and can be had', () => {
  const lost = piece(1, { standing: 'sold' })
  const items = [
    lost,
    piece(2, { priceFen: fen('500000') }),
    piece(3, { priceFen: fen('90000'), standing: 'being_paid' }),
    piece(4, { priceFen: fen('80000') }),
    piece(5, { categoryCode: 'watch' }),
    piece(6, { priceFen: fen('110000') }),
  ]
  expect(numbers(findAlternatives(items, lost))).toEqual([6, 4, 2])
})

test('an event changes its piece and no other; one that says too little asks for the snapshot', () => {
  const room: RoomView = {
    title: '',
    streamerName: '',
    startsAt: '',
    endsAt: '',
    state: 'live',
    clockShiftSeconds: 0,
    items: [piece(1), piece(2)],
  }
  const after = (kind: string, payload: LiveMessage['payload']) =>
    applyRoomEvent(room, { id: '1', kind, payload })?.items
  expect(after('piece_changed', { itemId: id(2), standing: 'sold', until: null })).toEqual([
    piece(1),
    piece(2, { standing: 'sold' }),
  ])
  expect(after('price_changed', { itemId: id(1), priceFen: '90000' })?.[0]?.priceFen).toBe('90000')
  expect(after('on_air_changed', { itemId: id(2) })?.map(({ onAir }) => onAir)).toEqual([false, true])
  expect(after('piece_changed', { itemId: id(9), standing: 'sold', until: null })).toBeUndefined()
  expect(after('sheet_changed', {})).toBeUndefined()
  expect(after('piece_changed', { itemId: 'x' })).toBeUndefined()
})
