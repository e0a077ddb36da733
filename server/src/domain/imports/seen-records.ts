import type { Hash64 } from './hash-bytes.ts'
import { createHashTable } from './hash-table.ts'

/** Bytes per record of a manifest: the hash of the raw record, then the hash of its SKU, four little-endian words. */
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
    const at = count * 4
    entries[at] = raw.high
    entries[at + 1] = raw.low
    entries[at + 2] = sku.high
    entries[at + 3] = sku.low
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
      if (dropped.size === 0) return Buffer.from(entries.buffer, 0, count * MANIFEST_ENTRY_BYTES)
      const kept: Int32Array[] = []
      for (let ordinal = 0; ordinal < count; ordinal++) {
        if (!dropped.has(lines[ordinal] ?? 0)) kept.push(entries.subarray(ordinal * 4, ordinal * 4 + 4))
      }
      return Buffer.concat(
        kept.map(entry => new Uint8Array(entry.buffer, entry.byteOffset, MANIFEST_ENTRY_BYTES)),
      )
    },
  }
}

function grown(array: Int32Array): Int32Array<ArrayBuffer> {
  const bigger = new Int32Array(array.length * 2)
  bigger.set(array)
  return bigger
}
