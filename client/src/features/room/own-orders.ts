const place = (roomCode: string) => `haowu.room.${roomCode}`
const MOST = 5

/** An order that was begun in a room, in this tab. */
export interface OwnOrder {
  linkToken: string
  itemId: string
  title: string
}

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem'>

/**
 * What this tab began to buy in a room, newest first: who comes back from the cashier finds his piece, and not "somebody is
 * paying". Kept as long as the tab, because the link opens the order.
 */
export function readOwnOrders(roomCode: string, storage: Storage = sessionStorage): OwnOrder[] {
  try {
    const kept: unknown = JSON.parse(storage.getItem(place(roomCode)) ?? '[]')
    return Array.isArray(kept) ? kept.filter(isOwnOrder) : []
  } catch {
    return []
  }
}

/** A browser that keeps nothing goes on without. */
export function keepOwnOrder(roomCode: string, order: OwnOrder, storage: Storage = sessionStorage): void {
  const others = readOwnOrders(roomCode, storage).filter(({ linkToken }) => linkToken !== order.linkToken)
  try {
    storage.setItem(place(roomCode), JSON.stringify([order, ...others].slice(0, MOST)))
  } catch {
    // Full, or refused by the browser's settings.
  }
}

function isOwnOrder(value: unknown): value is OwnOrder {
  if (typeof value !== 'object' || value === null) return false
  const { linkToken, itemId, title } = value as Partial<OwnOrder>
  return [linkToken, itemId, title].every(part => typeof part === 'string')
}
