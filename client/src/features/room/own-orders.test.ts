import { expect, test } from 'vitest'
import { keepOwnOrder, readOwnOrders } from '#features/room/own-orders.ts'

function memory(): {
  store: Map<string, string>
  getItem(k: string): string | null
  setItem(k: string, v: string): void
} {
  const store = new Map<string, string>()
  return {
    store,
    getItem: key => store.get(key) ?? null,
    setItem: (key, value) => void store.set(key, value),
  }
}
const order = (n: number) => ({ linkToken: `t${n}`, itemId: `i${n}`, title: `piece ${n}` })

test('what was begun in a room is known again there and nowhere else, the newest first, once each and five at most', () => {
  const storage = memory()
  for (const n of [1, 2, 3, 1, 4, 5, 6]) keepOwnOrder('ROOM0001', order(n), storage)
  expect(readOwnOrders('ROOM0001', storage)).toEqual([6, 5, 4, 1, 3].map(order))
  expect(readOwnOrders('ROOM0002', storage)).toEqual([])
})

test('what cannot be read is nothing, and a browser that keeps nothing is no fault', () => {
  const storage = memory()
  for (const nonsense of ['{', '"a"', 'null', '[1,{"linkToken":1},{"linkToken":"t","title":"a piece"}]']) {
    storage.store.set('haowu.room.R', nonsense)
    expect(readOwnOrders('R', storage)).toEqual([])
  }
  const full = {
    getItem: () => null,
    setItem: () => {
      throw new Error('full')
    },
  }
  expect(() => keepOwnOrder('R', order(1), full)).not.toThrow()
})
