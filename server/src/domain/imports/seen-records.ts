import type { Hash64 } from './hash-bytes.ts'
import { createHashTable } from './hash-table.ts'

/** Bytes per record of a manifest: the hash of the raw record, then the hash of its SKU. */
export const MANIFEST_ENTRY_BYTES = 16

export interface SeenRecords {
  /**
   * Notes a record under its SKU. Returns null for a SKU not seen before in this file, else where it was seen and whether
   * that record says exactly the same.
   */
  add(raw: Hash64, sku: Hash64, line: number): { line: number; same: boolean } | null
  /** Takes back the record on this line: its row was refused after all. */
  drop(line: number): void
  /** What the supplier's manifest becomes if all that was seen is applied. */
  toManifest(): Buffer
}

export function createSeenRecords(expected: number): SeenRecords {
  const bySku = createHashTable(expected)
  let entries = new Int32Array(Math.max(1024, expected) * 4)
  let lines = new Int32Array(Math.max(1024, expected))
  let count = 0
  const dropped = new Set<number>()

  const append = (raw: Hash64, sku: Hash64, line: number) => {
    if (count === lines.length) {
      entries = grown(entries)
      lines = grown(lines)
    }
    entries.set([raw.high, raw.low, sku.high, sku.low], count * 4)
    lines[count++] = line
  }

  return {
    add(raw, sku, line) {
      const ordinal = bySku.add(sku, count)
      if (ordinal === count) {
        append(raw, sku, line)
        return null
      }
      const same = entries[ordinal * 4] === raw.high && entries[ordinal * 4 + 1] === raw.low
      return { line: lines[ordinal] ?? 0, same }
    },
    drop: line => void dropped.add(line),
    toManifest() {
      const bytes = Buffer.alloc((count - 0) * MANIFEST_ENTRY_BYTES)
      let at = 0
      for (let ordinal = 0; ordinal < count; ordinal++) {
        if (dropped.has(lines[ordinal] ?? 0)) continue
        for (let part = 0; part < 4; part++) at = bytes.writeInt32LE(entries[ordinal * 4 + part] ?? 0, at)
      }
      return bytes.subarray(0, at)
    },
  }
}

function grown(array: Int32Array): Int32Array<ArrayBuffer> {
  const bigger = new Int32Array(array.length * 2)
  bigger.set(array)
  return bigger
}
