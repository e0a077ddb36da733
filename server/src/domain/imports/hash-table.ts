import { release } from './grown-array.ts'
import type { Hash64 } from './hash-bytes.ts'

/** A set of 64-bit hashes with one whole number each, in flat arrays: half a million entries take 12 MB and no garbage. */
export interface HashTable {
  readonly size: number
  /** The number stored with this hash, or -1. */
  get(hash: Hash64): number
  /** Stores the number unless the hash is there already; returns the one now stored. */
  add(hash: Hash64, value: number): number
  /** Gives its memory back at once; it is asked nothing any more. */
  release(): void
}

/** Of both words of a hash, one whose lower bits say where it belongs. */
export function mixed(high: number, low: number): number {
  return low ^ Math.imul(high, 0x9e3779b1)
}

export function createHashTable(expected: number): HashTable {
  let capacity = 1024
  while (capacity < expected * 2) capacity *= 2
  let highs = new Int32Array(capacity)
  let lows = new Int32Array(capacity)
  let values = new Int32Array(capacity).fill(-1)
  let size = 0

  const slotOf = (high: number, low: number) => {
    let slot = mixed(high, low) & (capacity - 1)
    while (values[slot] !== -1 && (highs[slot] !== high || lows[slot] !== low))
      slot = (slot + 1) & (capacity - 1)
    return slot
  }

  const grow = () => {
    const [oldHighs, oldLows, oldValues] = [highs, lows, values]
    capacity *= 2
    highs = new Int32Array(capacity)
    lows = new Int32Array(capacity)
    values = new Int32Array(capacity).fill(-1)
    for (let old = 0; old < oldValues.length; old++) {
      const value = oldValues[old] as number
      if (value === -1) continue
      const slot = slotOf(oldHighs[old] as number, oldLows[old] as number)
      highs[slot] = oldHighs[old] as number
      lows[slot] = oldLows[old] as number
      values[slot] = value
    }
    release(oldHighs)
    release(oldLows)
    release(oldValues)
  }

  return {
    get size() {
      return size
    },
    get: ({ high, low }) => values[slotOf(high, low)] as number,
    add({ high, low }, value) {
      if (size * 2 >= capacity) grow()
      const slot = slotOf(high, low)
      if (values[slot] !== -1) return values[slot] as number
      highs[slot] = high
      lows[slot] = low
      values[slot] = value
      size++
      return value
    },
    release() {
      for (const array of [highs, lows, values]) release(array)
    },
  }
}
