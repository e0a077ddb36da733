import { type ParcelCheck, NOTHING_CHECKED } from '#features/parcel/parcel-check.ts'

/** Under the number of the order, which is no secret; the link that opens it is one and is not kept here. */
const place = (orderNo: string) => `haowu.parcel.${orderNo}`

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>

/** What was ticked before, on this device; nothing when that is unreadable or the browser keeps nothing. */
export function readCheck(orderNo: string, storage: Storage = localStorage): ParcelCheck {
  try {
    const kept: unknown = JSON.parse(storage.getItem(place(orderNo)) ?? 'null')
    return isCheck(kept) ? kept : NOTHING_CHECKED
  } catch {
    return NOTHING_CHECKED
  }
}

/** False when the browser has no room or refuses; the page goes on without. */
export function keepCheck(orderNo: string, check: ParcelCheck, storage: Storage = localStorage): boolean {
  try {
    storage.setItem(place(orderNo), JSON.stringify(check))
    return true
  } catch {
    return false
  }
}

export function forgetCheck(orderNo: string, storage: Storage = localStorage): void {
  storage.removeItem(place(orderNo))
}

function isCheck(value: unknown): value is ParcelCheck {
  if (typeof value !== 'object' || value === null) return false
  const { ticks, statement, photos } = value as Partial<ParcelCheck>
  return typeof ticks === 'object' && ticks !== null && typeof statement === 'string' && Array.isArray(photos)
}
